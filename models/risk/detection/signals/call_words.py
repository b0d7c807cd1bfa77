"""What a safety text means: a call for help, a relayed one, a test, a cancelled call, or none of these.

Texts are typed by hand, often in haste and in a foreign language, so words are compared without regard to spaces,
signs, doubled letters and one wrong letter. English, Chinese, and Chinese in Latin letters (pinyin), because the 6-bit
alphabet of AIS has no Chinese. Sources of the phrases: IMO SMCP (A.918(22)), the natures of distress of ITU-R M.493.
"""

from __future__ import annotations

import re

ACTIVE, TEST, RELAY, CANCELLED = 1, 2, 3, 0

# Phrases, as words with single spaces between them; a space before `?` may be missing.
_PEOPLE = r"(MAN|PERSON|CREW|SOMEBODY|SOMEONE|PEOPLE|PASSENGER|CHILD|WOMAN|\d+ MEN|\d+ POB)S?"
_ASKS = r"(NEED|WANT|REQUIRE|REQUIRED|REQUIRING|REQUEST|REQUESTING|RQST|REQ|SEND|URGENT|URGENTLY|IMMEDIATE|ASK)S?"
_HOW = r"( FOR| YOUR| SOME| ANY| US| ME| MEDICAL| IMMEDIATE| IMMEDIATELY| URGENT| URGENTLY| SAR)*"
_SIGNALS = r"(S ?O ?S ?)+|MAY ?DAY|M AIDEZ|PAN PAN"  # nothing denies these: the safe side is the alarm
_CALLS = (
    r"(SART|MOB|EPIRB|PLB|AIS) ?(MOB )?ACTIVE|SSAS",
    rf"{_PEOPLE}( HAS| HAVE| IS| FALLEN| FELL| LOST)* (OVER ?BOARDS?|IN (THE )?(WATER|SEA))|FELL OVER ?BOARD",
    r"MOB(?! BOAT| STATION| DEVICE| BEACON)|P ?I ?W",
    r"PIRATES? (ATTACK\w*|ABOARD|ON ?BOARD|BOARD\w*)|ATTACK\w* BY|UNDER ATTACK|ARMED (ROBBER\w*|ATTACK|MEN)",
    r"HI ?JACK\w*|KIDNAPP?\w*|(BOARDED|SHOT|FIRED) (AT )?BY (PIRATES?|ROBBERS?|ARMED)",
    r"(ON|BIG|HEAVY|HAVE|HAVING|ENGINE|CARGO|HOLD|CABIN|ER|E R|ENGINE ?ROOM) FIRE|FIRE (ABOARD|ON ?BOARD|IN)",
    r"EXPLOSION|SINKING|SANK|FOUNDER\w*|CAPSIZ\w*|CAPSISED|FLOODING|FLOODED|BREAKING UP|SHIP IS GOING DOWN",
    r"(TAKING|MAKING|TAKE) (IN |ON )?WATER|WATER ?(INGRESS|COMING IN)",
    r"(DANGEROUS|HEAVY|SEVERE|BIG) LIST|LISTING (HEAVILY|BADLY|DANGEROUSLY)",
    r"ABANDON\w* (THE |MY |OUR )?(SHIP|VESSEL|BOAT|YACHT)|IN (THE |A |OUR )?(LIFE ?RAFT|LIFE ?BOAT)S?",
    r"(WE ARE|I AM|HARD|RAN|RUN|SHIP|VESSEL) AGROUND|AGROUND AND|DISABLED AND ADRIFT",
    r"(HAVE|WE|BEEN IN) COLLI(DED|SION)",
    rf"{_ASKS}{_HOW} (HELP|ASSISTANCE|ASSIST|ASST|RESCUE|MEDEVAC)|ASSISTANCE (NEEDED|REQUIRED|REQD)",
    r"(HELP|RESCUE|SAVE)( HELP)* (ME|US|OUR|NEEDED|REQUIRED|PLEASE|PLS|PLZ)|(PLEASE|PLS|PLZ) (HELP|RESCUE|SAVE)",
    r"^HELP|HELP HELP|IN (GREAT |IMMEDIATE )?(DISTRESS|DANGER)|DISTRESS (CALL|ALERT|MESSAGE|RELAY)",
    r"(MEDICAL|ONBOARD|OUR) EMERGENCY|EMERGENCY (ON ?BOARD|ABOARD)|MEDEVAC|HEART ATTACK|UNCONSCIOUS",
    # Pinyin: save us, call for help, rescue, in distress, overboard, on fire, sinking, water in, capsized, pirates,
    # robbed, hijacked, abandon ship, explosion, collided, aground. What also means something harmless (a sailing boat,
    # an island, a wreck) counts only with the words that make it a call.
    r"JIU ?MING|JIU ?(WO|REN)|QIU ?JIU|QIU ?YUAN|QIU ?ZHU|YU ?XIAN|LUO ?SHUI|ZHAO ?HUO|QI ?HUO|SHI ?HUO",
    r"CHEN ?MO|XIA ?CHEN|JIN ?SHUI|QING ?FU|QIANG ?JIE|JIE ?CHI|BAO ?ZHA|GE ?QIAN|BEI ?ZHUANG|FA ?SHENG ?PENG ?ZHUANG",
    r"(YOU|YU) ?HAI ?DAO|HAI ?DAO ?(DENG ?CHUAN|SHANG ?CHUAN|GONG ?JI|XI ?JI)|(CHEN|FAN|QI) ?CHUAN ?LE",
)
_CHINESE_CALL = re.compile(
    "救命|救我|救人|求救|求助|求援|呼救|遇险|落水|着火|起火|失火|火灾|爆炸|沉没|下沉|进水|倾覆|翻船|海盗袭击|海盗登船|有海盗|抢劫|劫持|弃船|发生碰撞|搁浅"
)
_CALL = re.compile(rf"\b({_SIGNALS}|{'|'.join(_CALLS)})\b")
_DENIED = re.compile(
    r"\b(NO|NOT|NEVER|WITHOUT|NOR|IF|IN CASE OF|AGAINST)( LONGER| MORE| FURTHER| NEED| IN| A| AN| ANY| UNDER| ON)*"
    rf" ({'|'.join(_CALLS)})\b"
)
_RELAY = re.compile(r"\bRELAY(ED|ING|S)?\b|\bZHUAN ?(FA|BO)\b|转发|转播")
_TEST = re.compile(
    r"\b(TEST|TESTS|TESTED|TESTING|TST|DRILLS?|EXERCISES?|EXCERCISES?|EXERSISES?|EXERCIZES?|TRAINING|SIMULAT\w+"
    r"|CE ?SHI|SHI ?YAN|YAN ?XI|YAN ?LIAN|XUN ?LIAN)\b|测试|试验|演习|演练|训练"
)
_NO_TEST = re.compile(
    r"\b(NO|NOT|NON|NEVER)( AN?| ANY| THE)? (TEST|DRILL|EXERCISE|TRAINING)\b|\bEXERCISE (EXTREME |GREAT |DUE )*"
    r"(CAUTION|CARE)\b|\b(BU ?SHI|FEI) ?(YAN ?(XI|LIAN)|CE ?SHI)\b|(不是|非)(演习|演练|测试|训练)"
)
_ABOUT = re.compile(r"\b(SART|MOB|EPIRB|PLB|DISTRESS|EMERGENCY|FIRE|ABANDON SHIP|RESCUE|SAR)\b|遇险|救")
_END = re.compile(
    r"\bCANCEL\w*\b|\bSEELONCE FEENEE\b|\bSILENCE FINI\b|\bFALSE (ALARM|ALERT)\b|\bBY MISTAKE\b|\bIN ERROR\b"
    r"|\b(DISTRESS|MAY ?DAY|EMERGENCY)( TRAFFIC| CALL)? (IS |HAS )?(OVER|ENDED|FINISHED|CLEARED)\b"
    r"|\b(MOB|MAN|PERSONS?|CREW|ALL)( OVER ?BOARD| IS| ARE| WAS| WERE| HAS| HAVE| BEEN)*"
    r" (RECOVERED|RESCUED|SAVED|SAFE|FOUND)\b"
    r"|\bQU ?XIAO\b|\bJIE ?CHU\b|\bWU ?BAO\b|取消|解除|误报"
)
# Long words in which one letter may be wrong, missing or too many, or two neighbours swapped.
_LONG = (
    *("MAYDAY", "OVERBOARD", "PIRATE", "PIRATES", "SINKING", "CAPSIZED", "CAPSIZING", "FLOODING", "ABANDON"),
    *("ABANDONING", "ASSISTANCE", "DISTRESS", "EMERGENCY", "EXPLOSION", "AGROUND", "HIJACKED", "COLLISION"),
    *("RESCUE", "REQUIRE", "REQUEST", "ATTACK", "ATTACKED", "EXERCISE", "LIFERAFT"),
)
_KNOWN = frozenset(_LONG) | {
    "FLOODED",
    "REQUESTS",
    "REQUIRED",
    "REQUIRES",
    "ATTACKS",
    "AROUND",
    "GROUND",
    "RESCUED",
    "MAYDAYS",
}
_LEAST_SLIP = 6  # letters of a word in which a slip is tolerated
_ZERO, _RUN, _SIGNS = (
    re.compile(r"(?<=[A-Z])0|0(?=[A-Z])"),
    re.compile(r"([A-Z])\1{2,}"),
    re.compile(r"[^A-Z0-9一-鿿]+"),
)


def meaning(text: str) -> int | None:
    """ACTIVE, TEST, RELAY, CANCELLED, or None for a text that is no call at all."""
    words = plain_words(text)
    if _END.search(words):
        return CANCELLED
    without = _NO_TEST.sub(" ", words)
    calls = bool(_CALL.search(_DENIED.sub(" ", without)) or _CHINESE_CALL.search(words))
    if _TEST.search(without):
        return TEST if calls or _ABOUT.search(without) else None
    if not calls:
        return None
    return RELAY if _RELAY.search(words) else ACTIVE


def plain_words(text: str) -> str:
    """The words of a text with single spaces between them, in capitals, slips in long words of distress mended."""
    letters = _RUN.sub(r"\1", _ZERO.sub("O", text.upper()))
    return " ".join(_mended(word) for word in _SIGNS.sub(" ", letters).split())


def _mended(word: str) -> str:
    if len(word) < _LEAST_SLIP - 1 or word in _KNOWN or not word.isascii():
        return word
    return next((right for right in _LONG if right[0] == word[0] and _one_slip(word, right)), word)


def _one_slip(word: str, right: str) -> bool:
    """Whether one letter was added, left out or replaced, or two neighbours swapped."""
    at = next(
        (n for n, (one, other) in enumerate(zip(word, right, strict=False)) if one != other), min(len(word), len(right))
    )
    a, b = word[at:], right[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (len(a) > 1 and a[1::-1] + a[2:] == b)
