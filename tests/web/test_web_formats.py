"""The same results for programs: JSON, CSV, Atom, OpenSearch, OpenAPI."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

import search
import web
from search.rows import COLUMNS, cell
from web.params import PARAMETERS

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def stripped(record: dict[str, Any]) -> dict[str, Any]:
    """Results without what differs between the faces: links, and how long it took."""
    record.pop("took_ms")
    for counts in record["facets"].values():
        for value in counts["values"]:
            value.pop("toggle_url", None)
    return record


@pytest.mark.parametrize(
    ("address", "keywords"),
    [
        ("q=big+deal", {"query": "big deal"}),
        ("q=big+deal&translate=0", {"query": "big deal", "translate": False}),
        ("", {}),
        ("q=санкции&sort=newest&page=2&per_page=4",
         {"query": "санкции", "sort": "newest", "limit": 4, "offset": 4}),
        ("lang=ru&lang=uk&-source=Вестовой",
         {"languages": ["ru", "uk"], "exclude": {"source": ["Вестовой"]}}),
        ("from=2025-12&to=2025-12-20", {"published": ("2025-12", "2025-12-20")}),
        ("mentioned=2025-12&mentioned=2026-01", {"mentioned": ["2025-12", "2026-01"]}),
    ],
)  # fmt: skip
def test_json_is_what_the_library_says(
    client: FlaskClient, demo: search.Index, address: str, keywords: dict[str, Any]
) -> None:
    found = client.get(f"/search.json?{address}").get_json()
    assert "took_ms" in found
    assert stripped(found) == stripped(demo.search(**keywords).to_dict())


def test_csv_has_all_results_whatever_the_page(client: FlaskClient, demo: search.Index) -> None:
    response = client.get("/search.csv?q=deal&page=2&per_page=3")
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))
    assert response.mimetype == "text/csv"
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [hit.id for hit in demo.search("deal", limit=None)]


def test_all_results_are_streamed_and_are_the_pages_put_together(
    reader: FlaskClient, small: search.Index
) -> None:
    ids = [hit.id for hit in small.search("deal", limit=None)]
    response = reader.get("/search.json?q=deal&all=1")
    assert response.is_streamed
    whole = response.get_json()
    assert [hit["id"] for hit in whole["hits"]] == ids
    page = reader.get("/search.json?q=deal").get_json()
    assert whole["hits"][:10] == page["hits"]
    assert stripped(whole) | {"hits": []} == stripped(page) | {"hits": []}

    feed = ET.fromstring(reader.get("/search.atom?q=deal&all=1").data)
    assert len(feed.findall(f"{ATOM}entry")) == len(ids)
    assert feed.findtext(f"{OPENSEARCH}itemsPerPage") == str(len(ids))
    assert (feed.findtext(f"{ATOM}updated") or "") >= "2025-12-19"
    links = [link.get("rel") for link in feed.findall(f"{ATOM}link")]
    assert links == ["self", "alternate"]
    rows = list(csv.DictReader(io.StringIO(reader.get("/search.csv?q=deal").text)))
    assert [row["id"] for row in rows] == ids


def test_answers_tell_since_when_the_index_is_as_it_is() -> None:
    with search.open_index(":memory:") as index:
        client = web.create_app(index).test_client()
        first = client.get("/search.json").last_modified
        assert first is not None
        assert client.get("/search?q=deal").last_modified == first


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_a_plain_cell_is_left_alone() -> None:
    assert cell("1-1 = 0") == "1-1 = 0"


def test_atom_tells_totals_and_valid_dates(client: FlaskClient, demo: search.Index) -> None:
    response = client.get("/search.atom?q=deal&per_page=5&page=2")
    feed = ET.fromstring(response.data)
    results = demo.search("deal", limit=5, offset=5)
    assert feed.findtext(f"{OPENSEARCH}totalResults") == str(results.total)
    assert feed.findtext(f"{OPENSEARCH}startIndex") == "6"
    assert feed.findtext(f"{OPENSEARCH}itemsPerPage") == "5"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(results)
    for element in [*feed.iter(f"{ATOM}updated"), *feed.iter(f"{ATOM}published")]:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.text or "")
        datetime.fromisoformat(element.text or "")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://localhost/search.atom?q=deal&per_page=5&page=2"
    assert links["previous"] == "http://localhost/search.atom?q=deal&per_page=5"


def test_ids_of_the_feed_do_not_depend_on_the_host(demo: search.Index) -> None:
    def ids(host: str) -> list[str | None]:
        app = web.create_app(demo, allowed_hosts=(host,))
        data = app.test_client().get("/search.atom?q=deal", headers={"Host": host}).data
        return [one.text for one in ET.fromstring(data).iter(f"{ATOM}id")]

    assert ids("one.example") == ids("two.example")


def test_atom_leaves_out_what_xml_forbids() -> None:
    with search.open_index(":memory:") as index:
        with index.writer() as writer:
            writer.add(search.Document(id="a", title="Bell \x07 & <b>", body="Rings \x0b twice."))
        data = web.create_app(index).test_client().get("/search.atom").data
    (title,) = (
        entry.findtext(f"{ATOM}title") for entry in ET.fromstring(data).iter(f"{ATOM}entry")
    )
    assert title is not None
    assert "\x07" not in title
    assert "& <b>" in title


def test_a_document_as_json_is_what_the_library_keeps(
    client: FlaskClient, demo: search.Index
) -> None:
    id = demo.search("deal", limit=1).hits[0].id
    document = demo.get(id)
    assert document is not None
    found = client.get(f"/documents/{id}?format=json").get_json()
    people = [{"id": one.id, "label": one.label} for one in demo.people_of(document)]
    assert found == document.to_dict() | {"people": people}
    missing = client.get("/documents/nothing?format=json")
    assert (missing.status_code, missing.mimetype) == (404, "application/problem+json")


def test_suggestions_begin_as_typed(client: FlaskClient) -> None:
    response = client.get("/suggest?q=марл")
    typed, found, kinds = response.get_json()
    assert typed == "марл"
    assert any("Марлоу" in one for one in found)
    assert len(found) == len(kinds) <= 10
    assert kinds[0] == "John Marlowe", "who it is, in the language of the page"
    assert client.get("/suggest?q=марл&hl=ru").get_json()[2][0] == "персона"
    assert client.get("/suggest?q=").get_json() == ["", [], []]
    assert client.get("/suggest?q=" + "x" * 5000).status_code == 200


def test_suggestions_complete_the_last_word_of_a_query(client: FlaskClient) -> None:
    _, found, _ = client.get("/suggest?q=big+sanct").get_json()
    assert "big sanctions" in found


def test_a_half_typed_query_has_no_syntax_to_be_wrong(client: FlaskClient) -> None:
    for typed in ('"', "(", "title:", "a AND", "-", "co*", "~"):
        assert client.get("/suggest", query_string={"q": typed}).status_code == 200


def test_opensearch_names_page_feed_and_suggestions(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    root = ET.fromstring(response.data)
    kinds = {url.get("type"): url.get("template") for url in root.iter(f"{OPENSEARCH}Url")}
    assert response.mimetype == "application/opensearchdescription+xml"
    assert (kinds["text/html"] or "").startswith("http://localhost/search?q={searchTerms}")
    assert "application/x-suggestions+json" in kinds


def test_openapi_tells_every_parameter(client: FlaskClient) -> None:
    record = client.get("/api/openapi.json").get_json()
    told = [one["name"] for one in record["paths"]["/search.json"]["get"]["parameters"]]
    assert record["openapi"] == "3.1.0"
    assert told == [parameter.name for parameter in PARAMETERS]
    schemas = record["components"]["schemas"]
    refs = set(re.findall(r"#/components/schemas/(\w+)", str(record)))
    assert refs <= set(schemas)


def test_openapi_schemas_name_the_fields_that_there_are(client: FlaskClient) -> None:
    schemas = client.get("/api/openapi.json").get_json()["components"]["schemas"]
    found = client.get("/search.json?q=big+deal").get_json()
    assert set(schemas["Results"]["properties"]) == set(found)
    assert set(schemas["Hit"]["properties"]) == set(found["hits"][0])
    assert set(schemas["Value"]["properties"]) == set(found["facets"]["source"]["values"][0])


def test_health_tells_articles_and_revision(client: FlaskClient, demo: search.Index) -> None:
    record = client.get("/healthz").get_json()
    assert record == {"status": "ok", "articles": len(demo), "revision": demo.revision}


def test_an_article_comes_as_plain_text(client: FlaskClient, demo: search.Index) -> None:
    document = demo.get("release-en-northgate")
    assert document is not None
    found = client.get("/documents/release-en-northgate?format=text")
    assert found.mimetype == "text/plain"
    assert found.text == f"{document.title}\n\n{document.body}\n"
    assert "format=text" in client.get("/documents/release-en-northgate").text
    assert client.get("/documents/nothing?format=text").mimetype == "application/problem+json"
