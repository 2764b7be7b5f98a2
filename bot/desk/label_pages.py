"""Verdicts on the bot's flags and guess, given with one key."""

from flask import Blueprint, request
from werkzeug import Response

from bot.desk.case_frame import CaseFrame, CaseFrames
from bot.desk.case_pages import after_deed
from bot.desk.labels import UNDONE, Labels
from bot.handover.expert_verdicts import MISSING, RIGHT, WRONG
from bot.staff.person import signed_in
from bot.staff.shown import words

SAID = {
    RIGHT: "case.said.right",
    WRONG: "case.said.wrong",
    MISSING: "case.said.missing",
    UNDONE: "case.said.undone",
}


def add_labels(pages: Blueprint, frames: CaseFrames, labels: Labels) -> None:
    """`/desk/cases/<case_id>/flags` and `/need`."""

    def case(case_id: str) -> CaseFrame:
        return frames.of(case_id, signed_in())

    def after(frame: CaseFrame, verdict: str) -> Response:
        return after_deed(frames, frame, words()(SAID[verdict]))

    @pages.post("/cases/<case_id>/flags/<code>")
    def flag(case_id: str, code: str) -> Response:
        frame, verdict = case(case_id), request.form.get("verdict", "")
        labels.flag(frame, code, verdict)
        return after(frame, verdict)

    @pages.post("/cases/<case_id>/flags")
    def missing_flag(case_id: str) -> Response:
        frame = case(case_id)
        labels.flag(frame, request.form.get("code", ""), MISSING)
        return after(frame, MISSING)

    @pages.post("/cases/<case_id>/need")
    def need(case_id: str) -> Response:
        frame, verdict = case(case_id), request.form.get("verdict", "")
        labels.need(frame, verdict, request.form.get("corrected_to") or None)
        return after(frame, verdict)
