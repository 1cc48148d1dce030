"""Event data as other programs export them: headers, delimiters, names of columns and quotes of their own."""

import pytest
from eventdata_cases import ICEWS, both, gdelt, icews, save

from analysis import eventdata
from analysis.eventdata import codebooks

GDELT = codebooks.layout("gdelt2").columns


def seen(got):
    return got.events[["source", "target", "root"]].to_numpy().tolist()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_gdelt_with_a_header_as_databases_export_it(tmp_path, mark):
    rows = [gdelt(), gdelt(GLOBALEVENTID="2", EventCode="190")]
    text = "\n".join(["\t".join(GDELT).lower(), *rows]).replace("\t", mark)
    got = both(save(tmp_path / "a.csv", text), "gdelt2")
    assert seen(got) == [["USA", "CHN", "CONSULT"], ["USA", "CHN", "ASSAULT"]]
    assert got.rejects.empty
    assert got.unmapped().empty


def test_some_columns_of_gdelt_are_enough_and_lost_zeros_are_restored(tmp_path):
    text = "SQLDATE,Actor1Code,Actor2Code,EventCode\n20240301.0,USA,CHN,40\n20240302,RUS,UKR,190\n20240302,RUS,UKR,51\n"
    got = both(save(tmp_path / "a.csv", text), "gdelt2")
    assert seen(got) == [["USA", "CHN", "CONSULT"], ["RUS", "UKR", "ASSAULT"], ["RUS", "UKR", "SUPPORT"]]
    assert got.rejects.empty


def test_gdelt_rows_without_a_header_by_semicolons(tmp_path):
    got = both(save(tmp_path / "a.csv", gdelt().replace("\t", ";") + "\n"), "gdelt2")
    assert seen(got) == [["USA", "CHN", "CONSULT"]]


def test_a_quote_inside_a_cell_of_gdelt_joins_no_cells(tmp_path):
    text = gdelt(Actor1Name='THE "PRESIDENT') + "\n" + gdelt(GLOBALEVENTID="2", Actor2Name='"X') + "\n"
    assert len(both(save(tmp_path / "a.csv", text), "gdelt2").events) == 2


@pytest.mark.parametrize("header", [True, False])
def test_icews_with_its_cells_in_quotes(tmp_path, header):
    path = icews(tmp_path, {"CAMEO Code": "042", "Event Text": "Make a visit"}, {"CAMEO Code": "190", "Event ID": "2"})
    first, *rows = path.read_text().splitlines()
    quoted = ["\t".join(f'"{cell}"' for cell in row.split("\t")) for row in rows]
    head = "\t".join(f'"{name}"' for name in ICEWS) if header else first
    got = both(save(tmp_path / "b.tab", "\n".join([head, *quoted]) + "\n"), "icews")
    assert seen(got) == [["PER", "CHL", "CONSULT"], ["PER", "CHL", "ASSAULT"]]
    assert got.rejects.empty


def test_names_of_states_in_other_spellings(tmp_path):
    names = ["C\u00f4te d\u2019Ivoire", "T\u00fcrkiye", "PERU", "Turkiye"]
    got = both(icews(tmp_path, *({"Source Country": name, "CAMEO Code": "042"} for name in names)), "icews")
    assert got.events["source"].tolist() == ["CIV", "TUR", "PER", "TUR"]


@pytest.mark.parametrize(
    "header",
    ["Date,Source.Actor,Target.Actor,Event.Code", "event_date,actor1,actor2,cameo", "date,source,target,CAMEO Code"],
)
def test_lists_with_other_names_of_columns(tmp_path, header):
    got = both(save(tmp_path / "a.csv", f"{header}\n1979-04-15,ISR,PSE,173\n"), "keds_cameo")
    assert seen(got) == [["ISR", "PSE", "COERCE"]]
    assert got.rejects.empty


def test_labels_behind_codes_and_codes_in_small_letters(tmp_path):
    text = 'date,source,target,code\n1979-04-15,isr,pse,173 (ARREST)\n1979-04-16,EGY,isrgov,"042: visit"\n'
    got = both(save(tmp_path / "a.csv", text), "keds_cameo")
    assert seen(got) == [["ISR", "PSE", "COERCE"], ["EGY", "ISR", "CONSULT"]]
    assert got.unmapped().empty


def test_lost_zeros_of_weis_are_restored_or_refused_and_never_conflict(tmp_path):
    head, row = "date,source,target,code\n", "1989-04-02,SER,BOS,{}\n"
    lost = head + "".join(row.format(code) for code in ("31", "12", "81", "223"))
    got = both(save(tmp_path / "a.csv", lost), "keds_weis")
    assert got.events["root"].tolist() == ["CONSULT", "RETREAT", "AGREE", "ASSAULT"]
    doubtful = both(save(tmp_path / "b.csv", head + row.format("12") + row.format("223")), "keds_weis")
    assert doubtful.events["root"].tolist() == ["ASSAULT"]
    assert "12 or 012" in doubtful.rejects["reason"].iloc[0]
    cues = both(save(tmp_path / "c.csv", head + row.format("12") + row.format("03")), "keds_weis")
    assert cues.events["root"].tolist() == ["ACCUSE", "CONSULT"]


def test_the_historical_phoenix_files(tmp_path):
    head = "eid,story_date,year,month,day,source,source_root,target,target_root,code,root_code,quad_class,goldstein"
    rows = "1,01/02/1979,1979,1,2,USAGOV,USA,CHNGOV,CHN,042,4,1,1.9\n"
    rows += "2,01/14/1979,1979,1,14,VNMMIL,VNM,KHM,KHM,190,19,4,-10\n"
    got = both(save(tmp_path / "a.csv", f"{head}\n{rows}"), "phoenix")
    assert seen(got) == [["USA", "CHN", "CONSULT"], ["VNM", "KHM", "ASSAULT"]]
    assert got.events["when_first"].dt.day.tolist() == [2, 14]
    assert got.events["goldstein"].tolist() == [1.9, -10.0]


def test_our_own_csv_as_a_spreadsheet_saves_it(tmp_path):
    text = "Date;Source;Target;Root;Modality\n2/1/2024;RUS;UKR;assault;Asserted\n31/1/2024;USA;CHN;CONSULT;\n"
    got = eventdata.read(save(tmp_path / "a.csv", text), "entente")
    assert seen(got) == [["RUS", "UKR", "ASSAULT"], ["USA", "CHN", "CONSULT"]]
    assert [str(day.date()) for day in got.events["when_first"]] == ["2024-01-02", "2024-01-31"]
    unclear = eventdata.read(save(tmp_path / "b.csv", text.replace("31/1", "3/1")), "entente")
    assert unclear.events.empty
    assert len(unclear.rejects) == 2
