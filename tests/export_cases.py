"""Made-up articles in the forms in which news services and archives export them."""

import io
import json

import docx
import openpyxl

BODY = "The foreign ministers of the two countries met on Monday. They agreed that the talks would go on in the spring."
SECOND = "The government of Peru said that it had recalled its ambassador from Chile, after a dispute over fishing."
TITLE = "Ministers meet"
NEWSAPI = {
    "source": {"id": None, "name": "Some Wire"},
    "author": "A. Writer",
    "title": TITLE,
    "description": "Talks.",
    "url": "https://wire.example/1",
    "publishedAt": "2024-01-17T23:30:00Z",
    "content": BODY[:60] + "… [+512 chars]",
}
GDELT = {
    "url": "https://www.daily.example/a",
    "title": "Peru recalls its ambassador from Chile",
    "seendate": "20240117T101500Z",
    "domain": "daily.example",
    "language": "English",
    "sourcecountry": "Peru",
}
NEWSPLEASE = {
    "authors": [],
    "date_download": "2024-01-18 08:00:00",
    "date_modify": None,
    "date_publish": "2024-01-17 10:00:00",
    "description": None,
    "language": "en",
    "maintext": BODY,
    "source_domain": "wire.example",
    "title": TITLE,
    "url": "https://wire.example/1",
}
GUARDIAN = {
    "webPublicationDate": "2024-01-17T10:00:00Z",
    "webTitle": TITLE,
    "webUrl": "https://www.paper.example/x",
    "fields": {"bodyText": BODY},
}
NEW_YORK_TIMES = {
    "pub_date": "2024-01-17T10:00:00+0000",
    "headline": {"main": TITLE, "kicker": None},
    "lead_paragraph": BODY,
    "source": "The Paper",
    "web_url": "https://paper.example/x",
}
MEDIACLOUD = (
    "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
    "1,2024-01-18 00:00:00,en,wire.example,wire.example,2024-01-17,Peru recalls its ambassador from Chile,https://w.example/1\n"
)

NEXIS_UNI = f"""Date and Time: Wednesday, January 24, 2024 10:12:00 AM CET
Job Number: 200000000
Documents (2)
1. {TITLE}
Client/Matter: -None-
Search Terms: ministers
{TITLE}
Some Wire
January 17, 2024 Wednesday
Late Edition - Final
Copyright 2024 Some Wire All Rights Reserved
Section: Section A; Column 0; Pg. 4
Length: 512 words
Byline: By A. WRITER
Body

{BODY}
{SECOND}
Classification
Language: ENGLISH
Publication-Type: Newspaper
Load-Date: January 18, 2024
End of Document
Peru recalls envoy
The Daily (London)
18 January 2024 Thursday
Copyright 2024 The Daily All Rights Reserved
Length: 20 words
Body
{SECOND}
Load-Date: January 19, 2024
End of Document
""".split("\n")

WRAPPED = SECOND.replace("its ambassador", "its\nambassador")
LEXIS_NEXIS = f"""


                               1 of 2 DOCUMENTS


                                  Some Wire

                           January 17, 2024 Wednesday
                              Late Edition - Final

{TITLE} in a capital
far away

BYLINE: By A. WRITER

SECTION: Section A; Column 0; Foreign Desk; Pg. 4

LENGTH: 512 words

DATELINE: GENEVA

The foreign ministers of the two countries met
on Monday. They agreed that the talks would go
on in the spring.

{WRAPPED}

LOAD-DATE: January 18, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                      Copyright 2024 Some Wire


                               2 of 2 DOCUMENTS

                                  The Daily

                           January 18, 2024

Peru recalls envoy

LENGTH: 20 words

{WRAPPED}

LANGUAGE: ENGLISH
"""

FACTIVA_HTML = f"""<html><head><title>Factiva</title></head><body>
<div class="article enArticle"><div id="hd"><span class="enHeadline">{TITLE}</span></div>
<div class="author">A. Writer</div><div>512 words</div><div>17 January 2024</div><div>10:15</div>
<div>Some Wire</div><div>SWIRE</div><div>English</div><div>Copyright 2024 Some Wire</div>
<p class="articleParagraph enarticleParagraph">{BODY.replace("two", "<b>two</b>")}</p>
<p class="articleParagraph enarticleParagraph">{SECOND}</p>
<p>Document SWIRE00020240117ek1h0001x</p></div>
<div class="article enArticle"><div id="hd"><span class="enHeadline">Peru recalls envoy</span></div>
<div>20 words</div><div>18 January 2024</div><div>The Daily</div><div>DAILY</div><div>English</div>
<div>(c) 2024 The Daily</div><p class="articleParagraph enarticleParagraph">{SECOND}</p>
<p>Document DAILY00020240118ek1i0002y</p></div></body></html>"""


def factiva_fields(title, day, source, *paragraphs):
    rows = {
        "SE": "World",
        "HD": f"<span class='enHeadline'>{title}</span>",
        "BY": "A. Writer",
        "WC": "512 words",
        "PD": day,
        "ET": "10:15",
        "SN": source,
        "SC": "SWIRE",
        "LA": "English",
        "CY": "Copyright 2024",
        "LP": f"<p>{paragraphs[0]}</p>",
        "TD": "".join(f"<p>{one}</p>" for one in paragraphs[1:]),
        "CO": "acme : Acme",
        "NS": "gdip : Diplomacy",
        "AN": "Document SWIRE00020240117ek1h0001x",
    }
    cells = "".join(f"<tr><td><b>{code}</b>&nbsp;</td><td>{text}</td></tr>" for code, text in rows.items())
    return f'<div class="article enArticle"><table>{cells}</table></div>'


FACTIVA_CODES = (
    f"<html><body>{factiva_fields(TITLE, '17 January 2024', 'Some Wire', BODY, SECOND)}"
    f"{factiva_fields('Peru recalls envoy', '18 January 2024', 'The Daily', SECOND)}</body></html>"
)

PAGE = f"""<!doctype html><html><head><title>{TITLE} | Some Wire</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Some Wire">
<meta property="article:published_time" content="2024-01-17T23:30:00+09:00"><script>document.title = "x"</script>
</head><body><nav><p>Home</p></nav><article><header><h1>{TITLE}</h1><p>By A. Writer</p></header>
<p>{BODY}</p><aside><p>Read this too</p></aside><p>{SECOND.replace("Peru", "<a href='/peru'>Peru</a>")}</p></article>
<footer><p>All rights reserved</p></footer></body></html>"""


def lines(*rows):
    return "\n".join(map(json.dumps, rows)) + "\n"


def workbook(sheets):
    """A workbook in memory: rows of cells by the title of a sheet; None is an empty row."""
    book, sink = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row or [])
    book.save(sink)
    return sink.getvalue()


def word(paragraphs):
    """A Word document of these paragraphs."""
    made, sink = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.save(sink)
    return sink.getvalue()


def rtf(paragraphs):
    """An RTF document of these paragraphs, the third of which is a link, as archives make of headlines."""
    text = [rf"\pard {one}\par" for one in paragraphs]
    link = r'{{\field{{\*\fldinst{{HYPERLINK "https://archive.example/a?id=(1)"}}}}{{\fldrslt {0}}}}}'
    return (
        "{\\rtf1\\ansi\n" + "\n".join(text).replace(rf"\pard {TITLE}", r"\pard " + link.format(TITLE)) + "}"
    ).encode()
