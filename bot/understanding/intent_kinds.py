"""Kinds of intents: what the conversation itself answers, what is no wish, what is nobody's business here."""

CONTROLS = frozenset(
    {
        "human_request",
        "callback_request",
        "repeat",
        "slower",
        "louder",
        "language_switch",
        "pause",
        "start_over",
    }
    | {"goodbye", "are_you_human", "recording_question", "privacy_notice"}
)
# Answers and small talk: never offered in a clarifying question, never a second wish.
NOT_WISHES = CONTROLS | {
    "inform",
    "affirm",
    "deny",
    "greet",
    "correct_previous",
    "nlu_fallback",
    "praise_feedback",
}
# What no retailer's hotline is about; the model learns it as an intent of its own.
OUT_OF_SCOPE = "out_of_scope"
NOT_WISHES |= {"other_topic", "wrong_number", OUT_OF_SCOPE}
# What is told of goods that do harm; told with danger, all of them end with product safety at once.
ABOUT_GOODS = frozenset({"troubleshoot", "defect_claim", "parcel_damaged", "recall_check", "care_usage"})
