"""Files of event data that several tests write and read."""

from analysis import eventdata
from analysis.eventdata import codebooks

ICEWS = codebooks.layout("icews").columns
KEDS = "date,source,target,code"


def save(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def both(path, kind, **options):
    """Read and aggregate, which must agree on what was rejected and mapped."""
    got, counted = eventdata.read(path, kind, **options), eventdata.aggregate(path, kind, "M", **options)
    assert counted.rejects["reason"].tolist() == got.rejects["reason"].tolist()
    assert counted.counts["rows"] == got.counts["rows"]
    return got


def icews(path, *rows, without=()):
    columns = [column for column in ICEWS if column not in without]
    base = {"Event Date": "2017-02-03", "Source Country": "Peru", "Target Country": "Chile", "Intensity": "1"}
    lines = ["\t".join(str((base | row).get(column, "NA")) for column in columns) for row in rows]
    return save(path / "icews.tab", "\n".join(["\t".join(columns), *lines]) + "\n")


def gdelt(kind="gdelt2", **cells):
    base = {"GLOBALEVENTID": "1", "SQLDATE": "20240301", "Actor1Code": "USAGOV", "Actor2Code": "CHN",
            "EventCode": "040", "GoldsteinScale": "1.0", "NumArticles": "2"}  # fmt: skip
    return "\t".join((base | cells).get(column, "") for column in codebooks.layout(kind).columns)
