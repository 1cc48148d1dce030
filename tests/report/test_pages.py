"""The contents of a page: links to its sections below its title."""

from analysis.report import pages


def page(*sections, before=pages.CONTENTS):
    return f"<body><nav>x</nav>{before}<h1>A &amp; B</h1>{''.join(sections)}<p>end &lt;h2&gt;</p></body>"


def test_sections_are_linked_below_the_title():
    made = pages.with_contents(page('<h2 id="one">One</h2>', "<h2>Two &amp; <b>2</b></h2>", '<h2 class="x">Three</h2>'))
    contents = '<li><a href="#one">One</a></li><li><a href="#section-2">Two &amp; 2</a></li>'
    assert f'<h1>A &amp; B</h1><nav class="contents" aria-label="On this page"><ul>{contents}' in made
    assert '<h2 id="section-2">Two &amp; <b>2</b></h2><h2 id="section-3" class="x">Three</h2>' in made
    assert made.startswith("<body><nav>x</nav><h1>")
    assert made.endswith("<p>end &lt;h2&gt;</p></body>")


def test_the_mark_of_a_heading_is_no_part_of_its_name():
    heading = '<h2 id="{0}">{0}<a class="anchor-link" href="#{0}">¶</a></h2>'
    assert '<a href="#a">a</a>' in pages.with_contents(page(*(heading.format(name) for name in "abc")))


def test_few_sections_need_no_contents():
    made = pages.with_contents(page("<h2>One</h2>", "<h2>Two</h2>"))
    assert "contents" not in made
    assert "<h2" in made


def test_a_page_without_the_mark_stays_as_it_is():
    assert pages.with_contents(page("<h2>One</h2>" * 4, before="")) == page("<h2>One</h2>" * 4, before="")
