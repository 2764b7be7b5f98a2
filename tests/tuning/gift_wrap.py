"""A new intent with all that belongs to it, as somebody fills it in."""

from bot.tuning.new_intent import NewIntent, read_form

ANSWER = {
    "de": "Geschenkverpackung kostet zwei Euro je Paket. Wählen Sie sie im Warenkorb aus.",
    "en": "Gift wrapping is two euros a parcel. Choose it in the basket.",
}
TEXT_MESSAGE = "Geschenkverpackung kostet zwei Euro je Paket. Schreiben Sie uns, wenn Sie sie möchten."
FORM = {
    "name": "gift_wrap",
    "topic": "service",
    "wish_de": "eine Geschenkverpackung",
    "wish_en": "gift wrapping",
    "callback_de": "zu einer Geschenkverpackung",
    "callback_en": "about gift wrapping",
    "examples_de": """- können sie das als geschenk einpacken
        gibt es geschenkpapier dazu
        ich hätte es gern verpackt zum verschenken
        packen sie auch geschenke ein
        was kostet eine geschenkverpackung
        bitte mit schleife und papier einpacken
        kann eine grußkarte mit ins päckchen
        es soll ein geburtstagsgeschenk werden schön verpackt bitte""",
    "examples_en": """can you gift wrap this
        do you offer wrapping paper for presents
        i'd like it wrapped as a present
        how much is gift wrapping
        could you add a ribbon and a card
        it's a birthday gift so wrap it nicely
        is there a gift box option
        put it in festive paper for me""",
    "tests_de": """geht das auch weihnachtlich verpackt
        macht ihr geschenkverpackungen
        könnt ihr ein band drumrum machen""",
    "tests_en": """wrap it up for christmas would you
        any chance of gift paper on that
        do you do present wrapping""",
    "answer_de": ANSWER["de"],
    "answer_en": ANSWER["en"],
    "text_message_de": TEXT_MESSAGE,
    "text_message_en": "Gift wrapping is two euros a parcel. Write to us if you would like it.",
}


def gift_wrap(**changes: str) -> NewIntent:
    """As filled in, but for these fields."""
    return read_form(FORM | changes)
