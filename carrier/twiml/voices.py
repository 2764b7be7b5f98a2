"""Which voices and languages Twilio's <Say> knows."""

import re


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BASIC = _names("man woman alice")
_POLLY = _names(
    """
    Aditi Amy Astrid Bianca Brian Camila Carla Carmen Celine Chantal Conchita Cristiano Dora Emma
    Enrique Ewa Filiz Geraint Giorgio Gwyneth Hans Ines Ivy Jacek Jan Joanna Joey Justin Karl Kendra
    Kevin Kimberly Lea Liv Lotte Lucia Lupe Mads Maja Marlene Mathieu Matthew Maxim Mia Miguel Mizuki
    Naja Nicole Penelope Raveena Ricardo Ruben Russell Salli Seoyeon Takumi Tatyana Vicki Vitoria Zeina
    Zhiyu
    """
)
# Not every voice has a neural version: Hans and Marlene, the obvious German choices, do not.
_POLLY_NEURAL = _names(
    """
    Adriano Amy Andres Aria Arlet Arthur Ayanda Bianca Brian Burcu Camila Daniel Danielle Elin Emma
    Gabrielle Gregory Hala Hannah Hiujin Ida Ines Isabelle Ivy Joanna Joey Justin Kajal Kazuha Kendra
    Kevin Kimberly Laura Lea Liam Lisa Lucia Lupe Matthew Mia Niamh Ola Olivia Pedro Remi Ruth Salli
    Seoyeon Sergio Sofie Stephen Suvi Takumi Thiago Tomoko Vicki Vitoria Zayd Zhiyu
    """
)
_POLLY_GENERATIVE = _names(
    """
    Amy Andres Ayanda Bianca Daniel Danielle Joanna Kajal Lea Lucia Lupe Matthew Mía Olivia Pedro Rémi
    Ruth Sergio Stephen Vicki
    """
)
_GOOGLE = re.compile(
    r"Google\.[a-z]{2,3}-[A-Za-z]{2}-"
    r"((Standard|Wavenet|Neural2)-[A-Z]|Chirp3-HD-(Aoede|Charon|Fenrir|Kore|Leda|Orus|Puck|Zephyr))"
)
_LANGUAGE = re.compile(r"arb|en-GB-WLS|[a-z]{2,3}-[A-Z]{2}")


def is_voice(name: str) -> bool:
    """Whether <Say voice="…"> takes this name."""
    if name in _BASIC or _GOOGLE.fullmatch(name):
        return True
    engine, _, voice = name.partition(".")
    return engine == "Polly" and _is_polly(voice)


def is_say_language(code: str) -> bool:
    """Whether <Say language="…"> takes this code; a language without a country (`de`) is not one."""
    return bool(_LANGUAGE.fullmatch(code))


def longest_text(voice: str) -> int:
    """How many characters one <Say> with this voice may have."""
    if voice.startswith("Polly."):
        return 3000
    return 5000 if voice.startswith("Google.") else 4096


def _is_polly(voice: str) -> bool:
    name, _, kind = voice.partition("-")
    known = {"": _POLLY, "Neural": _POLLY_NEURAL, "Generative": _POLLY_GENERATIVE}
    return name in known.get(kind, set())
