"""Getting a device going: at most three steps, one a turn; then, or at any danger, a person."""

from typing import Literal

from actions import article, product_safety
from actions.talk import Talk
from bot.shop.guide.models import Device, Symptom, Troubleshooting
from bot.understanding.entities import leading_yes_no

DEVICE, SYMPTOM, STEP = "trouble_device", "trouble_symptom", "trouble_step"
HELPED = "confirm_helped"

Outcome = Literal["helped", "not_helped", "unclear"]


def help_on(talk: Talk) -> None:
    """One turn of help."""
    troubles = talk.knowledge.guide.troubleshooting
    device = troubles.device(str(talk.reply.recall(DEVICE) or ""))
    if product_safety.is_danger(talk):
        product_safety.stop_use(talk, device.name[talk.turn.language] if device else None)
    elif device and not _another(talk, troubles, device):
        _go_on(talk, troubles, device)
    else:
        _begin(talk, troubles)


def is_answer(talk: Talk) -> bool:
    """The words answer "did that help?", or tell of danger, whatever else they may sound like."""
    outcome = _outcome(talk, talk.knowledge.guide.troubleshooting)
    return outcome != "unclear" or product_safety.is_danger(talk)


def _another(talk: Talk, troubles: Troubleshooting, device: Device) -> bool:
    named = troubles.device_in(talk.turn.text)
    return talk.turn.intent == "troubleshoot" and named is not None and named.id != device.id


def _begin(talk: Talk, troubles: Troubleshooting) -> None:
    device = troubles.device_in(talk.turn.text) or _device_by_article(talk, troubles)
    if device is None:
        _ask_or_give_up(talk)
        return
    symptom = device.symptom_in(f"{talk.reply.recall('question_text') or ''} {talk.turn.text}")
    talk.reply.remember(**{DEVICE: device.id, SYMPTOM: symptom.id, STEP: 0})
    talk.reply.say("utter_trouble_start")
    _tell_step(talk, troubles, symptom, 0)


def _device_by_article(talk: Talk, troubles: Troubleshooting) -> Device | None:
    found = (
        troubles.device_of(product.article_number) for product in article.candidates(talk, talk.turn.text)
    )
    return next((device for device in found if device), None)


def _ask_or_give_up(talk: Talk) -> None:
    if talk.turn.requested == article.ARTICLE or talk.turn.value("article_number"):
        talk.offer_person("troubleshoot_unknown", "utter_trouble_unknown")
    else:
        talk.ask(article.ARTICLE, "utter_which_device")


def _go_on(talk: Talk, troubles: Troubleshooting, device: Device) -> None:
    symptom = next(one for one in device.symptoms if one.id == talk.reply.recall(SYMPTOM))
    step = int(talk.reply.recall(STEP) or 0)
    outcome = _outcome(talk, troubles)
    if outcome == "helped":
        talk.reply.say("utter_trouble_solved")
        _forget(talk)
        talk.settle()
    elif outcome == "unclear":
        talk.confirm(HELPED, "utter_trouble_helped")
    elif step + 1 < len(symptom.steps):
        talk.reply.remember(**{STEP: step + 1})
        _tell_step(talk, troubles, symptom, step + 1)
    else:
        _give_up(talk, device, symptom)


def _outcome(talk: Talk, troubles: Troubleshooting) -> Outcome:
    """What came of the step; a yes beside "still not" is none."""
    turn = talk.turn
    if turn.resumed or turn.requested != HELPED:
        return "unclear"
    said, _ = leading_yes_no(turn.text, turn.language)
    refused = turn.intent in ("deny", "troubleshoot") or said == "no"
    if refused or troubles.not_helped.in_(turn.text):
        return "not_helped"
    if turn.intent == "affirm" or said == "yes" or troubles.helped.affirmed_in(turn.text):
        return "helped"
    return "unclear"


def _tell_step(talk: Talk, troubles: Troubleshooting, symptom: Symptom, step: int) -> None:
    talk.reply.say("utter_statement", statement=symptom.steps[step][talk.turn.language])
    talk.reply.record(source=troubles.source, entry=f"{symptom.id}-{step + 1}")
    talk.reply.say("utter_trouble_helped")
    talk.reply.ask(HELPED)


def _give_up(talk: Talk, device: Device, symptom: Symptom) -> None:
    talk.reply.say("utter_trouble_to_person")
    tried = [step["de"] for step in symptom.steps]
    _forget(talk)
    talk.hand_over(
        "troubleshoot_unsolved",
        device=device.name["de"],
        trouble=talk.reply.recall("question_text"),
        tried=tried,
    )


def _forget(talk: Talk) -> None:
    talk.reply.remember(**dict.fromkeys((DEVICE, SYMPTOM, STEP)))
