"""Each widget: the shape of its value, there and back."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from learnstead.studio.domain.starters import Condition, Field, Filter, Level, Option, Widget
from learnstead.studio.models import Content, Site
from learnstead.studio.web.forms import ContentForm
from tests.studio.web.browser_form import untouched
from tests.studio.web.conftest import MakePage

pytestmark = pytest.mark.django_db
UUID_1, UUID_2 = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
SELECT = Field("x", "X", Widget.SELECT, options=(Option("A", "a"), Option("B", "b"), Option("C", "c")))
SEVERAL = Field("x", "X", Widget.SELECT, multiple=True, options=SELECT.options)
RELATION = Field("x", "X", Widget.RELATION, collections=("resource",), multiple=True, sortable=True)
SINGLE = Field("x", "X", Widget.RELATION, collections=("resource",))
CROSS = Field("x", "X", Widget.RELATION, collections=("resource",), multiple=True, cross_site=True)
PATHS = Field(
    "x",
    "X",
    Widget.HIERARCHICAL_SELECT,
    levels=(Level("Topic", "topic"),),
    options_map={"Science": {"Physics": ["Optics"], "Biology": []}},
)
OBJECT = Field("x", "X", Widget.OBJECT, fields=(Field("a-b", "A", Widget.STRING), Field("c", "C", Widget.TEXT)))


def form_for(site: Site, field: Field | Sequence[Field], stored: Any) -> ContentForm:
    fields = [field] if isinstance(field, Field) else field
    metadata = {} if stored is ... else {"x": stored}
    content = Content(site=site, type="sitemetadata", is_page=False, metadata=metadata)
    return ContentForm(content, fields)


def sent(form: ContentForm) -> QueryDict:
    boxes = (render_to_string("studio/_control.html", {"control": control}) for control in form.controls)
    return untouched(f"<form>{''.join(boxes)}</form>")


def saved(form: ContentForm, data: QueryDict) -> Any:
    form.take(data)
    assert form.check(), form.problems()
    return form.draft().metadata.get("x", ...)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (Field("x", "X", Widget.STRING), ["", "plain", " spaced ", "two\nlines", None, 7, "Å “quoted” <b>", ...]),
        (Field("x", "X", Widget.TEXT), ["", "a\nb\n", "a\r\nb", "\n\nlate", None, ...]),
        (Field("x", "X", Widget.MARKDOWN), ["", "\n# a\r\n", "{{< x >}}\n", None, ...]),
        (Field("x", "X", Widget.BOOLEAN), [True, False, "true", "", None, ...]),
        (Field("x", "X", Widget.HIDDEN), ["", 12, None, {"a": 1}, ...]),
        (Field("x", "X", Widget.FILE), ["/courses/c/a.pdf", "", None, ...]),
        (Field("x", "X", Widget.STRING, read_only=True), ["https://example.org", None, ...]),
        (SELECT, ["a", "gone", "", None, ...]),
        (SEVERAL, [["b", "a"], ["gone", "c"], [], "b", None, ...]),
        (SINGLE, [{"content": UUID_1, "website": "c"}, {"content": "", "website": "c"}, {}, None, ...]),
        (RELATION, [{"content": [UUID_2, UUID_1], "website": "o"}, {"content": [], "website": "c"}, {}, None, ...]),
        (CROSS, [{"content": [[UUID_1, "o"], [UUID_2, "c"]], "website": "c"}, {"content": []}, ...]),
        (PATHS, [[["Science", "Physics"], ["Gone"]], [], None, ...]),
        (OBJECT, [{"a-b": "one", "c": "x\r\ny", "more": 1}, {}, "", None, ...]),
        (Field("x", "X", Widget.WEBSITE_COLLECTION), [[{"id": "courses/a", "title": "A", "more": 1}], [], None, ...]),
    ],
    ids=lambda value: value.widget if isinstance(value, Field) else "",
)
def test_an_untouched_value_stays_as_it_is(site: Site, field: Field, values: list[Any]) -> None:
    for value in values:
        form = form_for(site, field, value)
        assert saved(form, sent(form)) == value


def edited(site: Site, field: Field, stored: Any, values: list[str]) -> Any:
    form = form_for(site, field, stored)
    data = sent(form)
    data.setlist("f.x", values)
    return saved(form, data)


def test_text_and_choices_take_their_new_values(site: Site) -> None:
    assert edited(site, Field("x", "X", Widget.STRING), "a", [" b "]) == "b"
    assert edited(site, Field("x", "X", Widget.BOOLEAN), ..., ["on"]) is True
    assert edited(site, SELECT, ..., ["b"]) == "b"


def test_kept_choices_stay_in_their_order_and_new_ones_follow(site: Site) -> None:
    assert edited(site, SEVERAL, ["c", "a"], ["a", "b", "c"]) == ["c", "a", "b"]


def test_a_choice_that_is_not_offered_is_refused(site: Site) -> None:
    form = form_for(site, SELECT, "a")
    form.take(QueryDict("f.x=evil"))
    assert not form.check()


def test_relations_have_the_shapes_of_real_repositories(site: Site) -> None:
    own = {"website": site.name}
    assert edited(site, SINGLE, ..., [UUID_1]) == {"content": UUID_1, **own}
    assert edited(site, SINGLE, {"content": UUID_1, **own}, []) == {"content": "", **own}
    assert edited(site, RELATION, ..., [UUID_2, UUID_1]) == {"content": [UUID_2, UUID_1], **own}
    assert edited(site, CROSS, ..., [f"{UUID_1}|o"]) == {"content": [[UUID_1, "o"]], **own}
    elsewhere = Field("x", "X", Widget.RELATION, collections=("instructor",), multiple=True, website="www")
    assert edited(site, elsewhere, ..., [UUID_1]) == {"content": [UUID_1], "website": "www"}
    stored = {"content": [UUID_1], "website": "ocw-www"}
    assert edited(site, elsewhere, stored, [UUID_1, UUID_2]) == {"content": [UUID_1, UUID_2], "website": "ocw-www"}


def test_buttons_of_a_relation_move_find_add_and_drop(site: Site, make_page: MakePage) -> None:
    image = make_page("Cloud", kind="resource", resourcetype="Image")
    make_page("Cloud paper", kind="resource", resourcetype="Document")
    field = Field("x", "X", Widget.RELATION, collections=("resource",), multiple=True, sortable=True)
    images = Field("x", "X", Widget.RELATION, collections=("resource",), filter=Filter("resourcetype", "Image"))
    form = form_for(site, field, {"content": [UUID_1, UUID_2], "website": site.name})
    form.take(sent(form))
    form.do(f"f.x:down:{UUID_1}")
    form.do(f"f.x:add:{image.text_id}")
    form.do(f"f.x:drop:{UUID_2}")
    assert form.draft().metadata["x"]["content"] == [UUID_1, image.text_id]
    picker = form_for(site, images, ...)
    data = sent(picker)
    data["f.x.find"] = "cloud"
    picker.take(data)
    control = picker.do("f.x:find:")
    assert [item.label for item in control.found] == ["Cloud"]


def test_topics_are_added_once_and_dropped(site: Site) -> None:
    form = form_for(site, PATHS, [["Science"]])
    data = sent(form)
    data["f.x.add"] = json.dumps(["Science", "Physics", "Optics"])
    assert saved(form, data) == [["Science"], ["Science", "Physics", "Optics"]]
    form.do('f.x:drop:["Science"]')
    assert form.draft().metadata["x"] == [["Science", "Physics", "Optics"]]


def test_listed_sites_bring_their_title(site: Site) -> None:
    field = Field("x", "X", Widget.WEBSITE_COLLECTION)
    stored = [{"id": "courses/a", "title": "An old title"}]
    assert edited(site, field, stored, [site.url_path, "courses/a"]) == [
        {"id": site.url_path, "title": site.title},
        {"id": "courses/a", "title": "An old title"},
    ]


def test_an_object_keeps_what_the_starter_does_not_name(site: Site) -> None:
    form = form_for(site, OBJECT, {"a-b": "one", "more": {"deep": 1}})
    data = sent(form)
    data["f.x.a-b"] = "two"
    assert saved(form, data) == {"a-b": "two", "more": {"deep": 1}}


def test_a_field_whose_condition_fails_is_neither_required_nor_changed(site: Site) -> None:
    kind = Field("kind", "Kind", Widget.STRING)
    needed = Field("x", "X", Widget.STRING, required=True, condition=Condition("kind", "Image"))
    form = form_for(site, [kind, needed], "kept")
    data = sent(form)
    data["f.kind"], data["f.x"] = "Video", "typed anyway"
    assert saved(form, data) == "kept"
    again = form_for(site, [kind, needed], ...)
    data["f.kind"], data["f.x"] = "Image", ""
    again.take(data)
    assert not again.check()


@pytest.mark.parametrize(("count", "fits"), [(0, True), (1, False), (2, True), (3, False)])
def test_least_and_most_are_held_to(site: Site, count: int, fits: bool) -> None:
    field = Field("x", "X", Widget.SELECT, multiple=True, min=2, max=2, options=SELECT.options)
    form = form_for(site, field, [])
    data = QueryDict(mutable=True)
    data.setlist("f.x", ["a", "b", "c"][:count])
    form.take(data)
    assert form.check() is fits


def test_a_default_is_offered_to_new_entries_only(site: Site) -> None:
    field = Field("x", "X", Widget.SELECT, options=SELECT.options, default="b")
    fresh = ContentForm(Content(site=site, type="sitemetadata", is_page=False), [field], fresh=True)
    assert saved(fresh, sent(fresh)) == "b"
    old = form_for(site, field, ...)
    assert saved(old, sent(old)) is ...
