"""Files that spreadsheets and other programs have saved anew: other delimiters, headers and days, blank lines."""

import zipfile

import pytest
from eventdata_cases import KEDS, both, gdelt, icews, save

from analysis import errors, eventdata
from analysis.eventdata import variants

ACLED = "event_date,event_type,sub_event_type,actor1,inter1,actor2,inter2"
FOUGHT = "Battles,Armed clash,Military Forces of Peru (2016-),1,Military Forces of Chile (2018-),1"


def acled(path, *days, fought=FOUGHT):
    return save(path / "acled.csv", "\n".join([ACLED, *(f"{day},{fought}" for day in days)]) + "\n")


def days_of(got):
    return got.events["when_first"].dt.strftime("%Y-%m-%d").tolist()


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("spelt", [str.upper, lambda text: text.replace(" ", "."), lambda text: text.replace(" ", "_")])
def test_icews_saved_with_other_delimiters_and_names_of_columns(tmp_path, mark, spelt):
    text = icews(tmp_path, {"CAMEO Code": "042"}, {"CAMEO Code": "190", "City": 'Lima" and Callao'}).read_text()
    header, *rows = text.splitlines()
    cells = [[cell.replace('"', '""') for cell in line.split("\t")] for line in (spelt(header), *rows)]
    saved = "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in cells)
    got = both(save(tmp_path / "saved.csv", saved), "icews")
    assert got.events["root"].tolist() == ["CONSULT", "ASSAULT"]
    assert got.events["place"].dropna().tolist() == ['Lima" and Callao']
    assert got.rejects.empty


def test_lists_and_acled_with_semicolons(tmp_path):
    rows = f"{KEDS}\n2011-03-01,ISR,PSE,040".replace(",", ";")
    assert both(save(tmp_path / "keds.csv", rows), "keds_cameo").events["root"].tolist() == ["CONSULT"]
    path = acled(tmp_path, "2018-05-16")
    save(path, path.read_text().replace(",", ";"))
    assert both(path, "acled").events["root"].tolist() == ["ASSAULT"]


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (["1/31/2017", "2/4/2017"], ["2017-01-31", "2017-02-04"]),
        (["31/01/2017", "4/2/2017"], ["2017-01-31", "2017-02-04"]),
        (["31.01.2017", "04.02.2017"], ["2017-01-31", "2017-02-04"]),
        (["2017/01/31", "4-Feb-17"], ["2017-01-31", "2017-02-04"]),
        (["2/4/17"], ["2017-02-04"]),
        (["January 31, 2017", "4 Feb 2017"], ["2017-01-31", "2017-02-04"]),
    ],
)
def test_days_of_icews_in_the_order_that_the_file_shows(tmp_path, days, read):
    got = both(icews(tmp_path, *({"Event Date": day, "CAMEO Code": "042"} for day in days)), "icews")
    assert days_of(got) == read
    assert got.rejects.empty


def test_days_of_a_list_that_show_no_order_are_refused(tmp_path):
    rows = [KEDS, "3/1/2011,ISR,PSE,040", "3/14/2011,ISR,PSE,040"]
    assert days_of(both(save(tmp_path / "shown.csv", "\n".join(rows)), "keds_cameo")) == ["2011-03-01", "2011-03-14"]
    unclear = both(save(tmp_path / "unclear.csv", "\n".join(rows[:2])), "keds_cameo")
    assert unclear.rejects["reason"].tolist() == ["column date: '3/1/2011' is not a date: day or month first?"]


def test_days_of_acled_as_people_write_them(tmp_path):
    assert set(days_of(both(acled(tmp_path, "16-05-2018", "16.05.2018", "16 MAY 2018"), "acled"))) == {"2018-05-16"}


def test_battles_of_the_first_versions_of_acled(tmp_path):
    kinds = ["Battle \N{EN DASH} Rebels gain control of location", "Non-violent activity by a conflict actor"]
    for kind, root in zip(kinds, ["ASSAULT", ""], strict=True):
        got = both(acled(tmp_path, "2009-05-16", fought=FOUGHT.replace("Battles,Armed clash", f"{kind},")), "acled")
        assert got.events["root"].fillna("").tolist() == [root]
        assert got.unmapped()["how"].tolist() == ["parent"]


def test_a_blank_line_anywhere_is_one_reject_and_no_unmapped_value(tmp_path):
    rows = ["", KEDS, "2011-03-01,ISR,PSE,040", "", "2011-03-02,ISR,PSE,190", ""]
    got = both(save(tmp_path / "list.csv", "\r\n".join([*rows, ""])), "keds_cameo")
    reasons = dict(zip(got.rejects["line"], got.rejects["reason"], strict=True))
    assert reasons == {1: "blank line before the first row", 4: "blank line", 6: "blank line"}
    assert got.unmapped().empty
    got = both(save(tmp_path / "gdelt.csv", f"\n{gdelt()}\n\n"), "gdelt2")
    assert got.rejects[["line", "reason"]].to_numpy().tolist() == [[1, "blank line"], [3, "blank line"]]


def test_a_first_row_longer_than_can_be_read_is_one_reject(tmp_path, monkeypatch):
    monkeypatch.setattr(variants, "_LONGEST_HEAD", 200_000)
    long = gdelt(SOURCEURL="https://a.example/" + "x" * 400_000)
    got = both(save(tmp_path / "gdelt.csv", f"{long}\n{gdelt()}\n{gdelt()}\n"), "gdelt2", block_size=1 << 17)
    assert len(got.events) == 2
    assert got.rejects[["line", "reason"]].to_numpy().tolist() == [[1, "longer than 65536 bytes"]]


def test_a_carriage_return_in_the_first_row_of_a_list_without_a_header(tmp_path):
    got = both(save(tmp_path / "list.csv", "2011-03-01,ISR,PSE,040,a\rb\n2011-03-02,ISR,PSE,190,c\n"), "keds_cameo")
    assert got.events["root"].tolist()[-1] == "ASSAULT"
    assert len(got.rejects) == 1


def test_a_codebook_beside_the_data_is_a_reject(tmp_path):
    (tmp_path / "data").mkdir()
    save(tmp_path / "data" / "a-codebook.csv", "code,name\n040,Consult\n")
    icews(tmp_path / "data", {"CAMEO Code": "042"})
    got = both(tmp_path / "data", "icews")
    assert len(got.events) == 1
    (reject,) = got.rejects.to_dict("records")
    assert (reject["path"], reject["line"]) == ("a-codebook.csv", 1)
    assert reject["reason"].startswith("the whole file: line 1: no column 'Event Date'")
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as archive:
        for path in (tmp_path / "data").iterdir():
            archive.write(path, path.name)
    assert len(both(tmp_path / "data.zip", "icews").events) == 1
    with pytest.raises(errors.InputError, match="no column 'Event Date'"):
        eventdata.read(tmp_path / "data" / "a-codebook.csv", "icews")


def test_a_width_of_another_format_is_named(tmp_path):
    with pytest.raises(errors.InputError, match="58 columns, where format 'gdelt2' has 61; 'gdelt1' has 58"):
        eventdata.read(save(tmp_path / "x.csv", gdelt("gdelt1") + "\n"), "gdelt2")


def test_lost_zeros_of_our_own_csv_are_restored_or_refused(tmp_path):
    def own(*codes, root=""):
        rows = [f"2011-03-01,ISR,PSE,{root},{code}" for code in codes]
        return both(save(tmp_path / "own.csv", "\n".join(["when_first,source,target,root,cameo", *rows])), "entente")

    got = own("40", "10", "51", "190")
    assert got.events["cameo"].tolist() == ["040", "010", "051", "190"]
    assert got.events["quad"].tolist() == [1, 0, 1, 4]
    assert got.unmapped()[["kind", "how", "n"]].to_numpy().tolist() == [["format", "restored", 3]]
    doubtful = own("10", "190", "112")
    assert doubtful.events["root"].tolist() == ["ASSAULT", "ACCUSE"]
    assert "may be 10 or 010" in doubtful.rejects["reason"].iloc[0]
    assert own("10", "190", root="CONSULT").events["root"].tolist() == ["CONSULT", "CONSULT"]
    assert own("999", "190").rejects["reason"].tolist() == ["column cameo: '999' is not a known event code"]


def test_an_event_text_that_is_no_class_is_named(tmp_path):
    got = both(icews(tmp_path, {"Event Text": "Dance"}, {"Event Text": "Consult"}, without=["CAMEO Code"]), "icews")
    assert got.rejects["reason"].tolist() == ["column text: 'Dance' is not a known event code"]
    assert len(got.events) == 1


@pytest.mark.parametrize(("code", "state"), [("MON", "MNG"), ("MAU", "MRT"), ("TIC", ""), ("ISD", "")])
def test_codes_of_weis_lists_are_read_or_told(tmp_path, code, state):
    got = both(save(tmp_path / "list.csv", f"date,source,target,code\n1999-07-10,JAP,{code},032\n"), "keds_weis")
    assert got.events["target"].fillna("").tolist() == [state]
    assert got.unmapped()["raw"].tolist() == ([] if state else [code])
