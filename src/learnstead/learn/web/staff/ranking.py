"""How results are ranked, with what a change would do to a search before it is made."""

import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from learnstead.learn.domain import ranking as domain
from learnstead.learn.domain import ranking_preview, searching
from learnstead.learn.domain.searching import Answer, Asked
from learnstead.learn.models import RankingSettings, SearchMode
from learnstead.learn.web import search_state
from learnstead.learn.web.staff.access import staff_only
from learnstead.ports.search import IndexMissing
from learnstead.ports.services import services

HELP = {
    "yearly_decay_percent": ("Staleness", "Percent of its score a course loses each year after it was last given."),
    "max_incompleteness_penalty": ("Incompleteness", "Percent of its score an entry loses of which nothing is known."),
    "min_score": ("Weakest match", "Matches by words that score less are no results."),
    "content_file_score_weight": (
        "Inside",
        "What words in pages and files are worth; 0: what matches only there is out.",
    ),
    "keyword_share": ("Words", "How much the words decide, and how little the meaning, when both are asked for."),
}
# From, to, and by how much.
SLIDERS = {
    "yearly_decay_percent": (0, 10, 0.5),
    "max_incompleteness_penalty": (0, 100, 5),
    "min_score": (0, 50, 0.5),
    "content_file_score_weight": (0, 1, 0.05),
    "keyword_share": (0, 1, 0.05),
}


class RankingForm(forms.ModelForm):
    """The settings as sliders."""

    class Meta:
        model = RankingSettings
        fields = ("mode", *SLIDERS)
        widgets = {
            name: forms.NumberInput(attrs={"type": "range", "min": least, "max": most, "step": step})
            for name, (least, most, step) in SLIDERS.items()
        }
        labels = {name: label for name, (label, _) in HELP.items()} | {"mode": "Match"}
        help_texts = {name: text for name, (_, text) in HELP.items()}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def ranking(request: HttpRequest) -> HttpResponse:
    """The settings; a search as it is ranked now and as it would be. POST makes the change."""
    set_now = domain.current()
    if request.method == "POST":
        form = RankingForm(request.POST, instance=domain.current())
        if form.is_valid():
            domain.save(form.save(commit=False))
            messages.success(request, "Searches are ranked by these settings from now on.")
            return redirect("learn:manage_ranking")
    else:
        proposed = {name: request.GET[name] for name in RankingForm.Meta.fields if name in request.GET}
        form = RankingForm({**forms.model_to_dict(set_now), **proposed}, instance=domain.current())
    context = {
        "form": form,
        "fields": [form[name] for name in SLIDERS],
        "text": search_state.text_of(request.GET),
        "differs": form.is_valid() and _differs(form, set_now),
        "defaults": RankingSettings(),
        **(_preview(request, form, set_now) if form.is_valid() else {}),
    }
    return render(request, "learn/staff/ranking.html", context, status=200 if form.is_valid() else 400)


def _differs(form: RankingForm, now: RankingSettings) -> bool:
    return any(form.cleaned_data[name] != getattr(now, name) for name in RankingForm.Meta.fields)


def _preview(request: HttpRequest, form: RankingForm, now: RankingSettings) -> dict[str, Any]:
    text = search_state.text_of(request.GET)
    proposed = {name: float(form.cleaned_data[name]) for name in domain.PARAMETERS}
    asked = Asked(text=text, mode=now.mode, limit=ranking_preview.SHOWN, counted=())
    changed = Asked(
        text=text,
        mode=SearchMode(form.cleaned_data["mode"]),
        limit=ranking_preview.SHOWN,
        counted=(),
        tuning=domain.Tuning(**proposed),
    )
    started = time.perf_counter()
    try:
        preview = ranking_preview.compare(asked, changed, ask=_answer)
    except IndexMissing:
        return {"index_missing": True}
    return {"preview": preview, "took": (time.perf_counter() - started) * 1000}


def _answer(asked: Asked) -> Answer:
    given = services()
    return searching.search(asked=asked, index=given.search, encoder=given.encoder, vectors=given.vectors)
