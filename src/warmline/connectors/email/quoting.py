"""The lines with which mail programs introduce what they quote, in the languages they speak.

Three kinds: an attribution ("On Monday at 9:15, Ann wrote:"), a block of header fields as Outlook writes them, and a
marker ("-----Original Message-----").
"""

import re

MAX_LINE = 400  # characters; longer lines are somebody's paragraph
MAX_JOINED = 6  # lines that one attribution may be wrapped over


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words.replace("\n", "|").split("|"), key=len, reverse=True))


# "wrote", as it stands at the end of an attribution or just before its colon.
_WROTE = _any(
    "wrote|writes|has written|said|a écrit|écrit|a ecrit|schrieb|geschrieben|schreef|geschreven|escribió|escribio|ha escrito"
    "|escreveu|escreveu o seguinte|ha scritto|scritto|scrisse|napisał|napisała|napisał(a)|napisał/a|pisze|skrev"
    "|skrev følgende|kirjoitti|написал|написала|написал(а)|пишет|писал|писала|пише|написав|написав(ла)|napsal|napsala"
    "|napsal(a)|píše|napísal|napísal(a)|írta|ezt írta|a scris|yazdı|şunu yazdı|şunları yazdı|έγραψε|написа|је написао"
    "|napisao|napisala|napisao/la|je napisao|je napisala|je napisal|je napisal/a|kirjutas|rašė|parašė|rakstīja"
    "|va escriure|ha escrit|đã viết|menulis|写道|寫道|写了|のメール|書きました|のメッセージ|작성|님이 작성|wrote"
    "|כתב|כתבה|כתב/ה|كتب|كتبت|نوشت|เขียนว่า|ने लिखा"
)
# "On", as an attribution begins with it, before a date.
_ON = _any(
    "on|at|in|le|am|el|il|em|op|den|dnia|w dniu|dne|dňa|ngày|vào|la|pe|på|στις|στην|на|в|ві|від|pada|kl|a les|el dia|no dia"
    "|le jour|an|um|在|于|於|ב-|בתאריך|في|เมื่อ|tarihinde|dana|dne|ob|kuupäeval"
)
_MONTH_OR_DAY = (
    r"(?:[a-zà-žа-яґєіїα-ωά-ώ]{2,12}\.?,?\s+)"  # A weekday or a month in letters.
)
_TIME = r"\d{1,2}\s?[:.h]\s?\d{2}|\d{1,2}\s*(?:[ap]\.?m\.?|uhr)|[上下]午"
_YEAR = r"(?:19|20)\d\d"
_NUMERIC = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}\s?[月월]\s?\d{1,2}|\d{4}\s?[年년]"
_ATOM = r"[^\s<>()\[\]\"',;:@]"
_EMAIL = rf"(?<!{_ATOM}){_ATOM}++@{_ATOM}++"

_HAS_TIME = re.compile(_TIME, re.IGNORECASE)
_HAS_DATE = re.compile(rf"{_TIME}|\b{_YEAR}\b|{_NUMERIC}", re.IGNORECASE)
_HAS_EMAIL = re.compile(_EMAIL)
_WROTE_AT_END = re.compile(rf"(?:{_WROTE})\s*(?P<colon>[:：])?\s*[-–—]*$", re.IGNORECASE)
_WROTE_INSIDE = re.compile(rf"(?<!\w)(?:{_WROTE})(?!\w)", re.IGNORECASE)
_STARTS_ON = re.compile(rf"(?:{_ON})(?![^\W\d_])", re.IGNORECASE)
_STARTS_DATE = re.compile(rf"{_MONTH_OR_DAY}{{0,3}}\d{{1,4}}(?:\W|\b|[^\W\d_])", re.IGNORECASE)
_ISO_START = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\b")
_NAMED = re.compile(rf"[^@<>.!?]{{0,80}}<{_EMAIL}>")
_RULED = re.compile(r"[-–—_=*]{2}")
_ENDS_ADDRESS = re.compile(rf"[<(\[]\s*(?:mailto:)?{_EMAIL}\s*[>)\]]\s*[:：]?$")
_GMAIL_NAME = re.compile(r"\d{4}-\d{2}-\d{2} \d{1,2}:\d{2} GMT[+-]\d{2}:\d{2} \S.*")
_QUOTING = re.compile(rf"(?:quoting|zitat von|citando|citat|cytowanie|quote)\b.*{_EMAIL}.*[:：]$", re.IGNORECASE)

_MARKER_WORDS = _any(
    "original message|original mail|reply message|reply separator|ursprüngliche nachricht|originalnachricht"
    "|original-nachricht|message d'origine|message original|mensaje original|mensagem original|messaggio originale"
    "|messaggio originario|oorspronkelijk bericht|originalmeddelande|ursprungligt meddelande|ursprungligt brev"
    "|oprindelig meddelelse|original besked|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna"
    "|oryginalna wiadomość|původní zpráva|pôvodná správa|исходное сообщение|оригинальное сообщение|вихідне повідомлення"
    "|eredeti üzenet|orijinal mesaj|özgün ileti|mesaj original|mesajul original|αρχικό μήνυμα|izvorna poruka"
    "|izvorno sporočilo|originalna poruka|原始邮件|原始郵件|原始信件|元のメッセージ|원본 메시지|원본 메일"
)
_FORWARD_WORDS = _any(
    "forwarded message|begin forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten nachricht"
    "|anfang der weitergeleiteten e-mail|message transféré|message transmis|début du message transféré"
    "|début du message réexpédié|mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada"
    "|mensagem reencaminhada|início da mensagem encaminhada|início da mensagem reencaminhada|messaggio inoltrato"
    "|inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|begin van doorgestuurd bericht"
    "|vidarebefordrat meddelande|vidarebefordrat brev|vidarebefordrat mejl|videresendt meddelelse|videresendt besked"
    "|videresendt melding|start på videresendt besked|välitetty viesti|edelleenlähetetty viesti"
    "|wiadomość przekazana dalej|przekazana wiadomość|treść przekazanej wiadomości|początek przekazywanej wiadomości"
    "|přeposlaná zpráva|preposlaná správa|továbbított üzenet|iletilmiş mesaj|iletilen mesaj|mesaj redirecționat"
    "|προωθημένο μήνυμα|пересылаемое сообщение|переадресованное сообщение|пересланное сообщение"
    "|перенаправленное сообщение|переслане повідомлення|转发邮件|轉寄郵件|轉寄的郵件|转发的邮件|転送メッセージ|전달된 메시지"
)
_RULE = r"[-–—_*=#\s>]*"
_MARKER = re.compile(rf"{_RULE}(?:(?P<forward>{_FORWARD_WORDS}|forwarded by [^\n]{{1,80}}?)|{_MARKER_WORDS}){_RULE}[:：]?{_RULE}$", re.IGNORECASE)

_FIELDS = {
    "from": "from|von|de|da|van|fra|från|od|lähettäjä|от|від|от кого|feladó|expéditeur|mittente|remitente|από|kimden|gönderen"
    "|de la|saatja|发件人|寄件者|寄件人|差出人|보낸 사람|보낸사람|发自|מאת|من|od koho|отправитель",
    "date": "sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviada em|enviado em|fecha|data|inviato|verzonden"
    "|sendt|dato|skickat|wysłano|data wysłania|lähetetty|päivämäärä|päiväys|отправлено|дата|надіслано|odesláno|odoslané"
    "|elküldve|dátum|tarih|gönderme tarihi|gönderildi|trimis|ημερομηνία|εστάλη|saadetud|poslano|发送时间|日期|傳送時間|寄件日期"
    "|送信日時|日時|日付|보낸 날짜|날짜|נשלח|sent at|data/hora",
    "to": "to|an|à|a|para|aan|til|till|do|komu|vastaanottaja|кому|címzett|destinataire|destinatario|προς|kime|alıcı|către"
    "|saaja|za|收件人|收件者|宛先|받는 사람|받는사람|אל|إلى",
    "copy": "cc|copie|kopie|kopia|kopi|copia|копия|копія|másolatot kap|抄送|副本|bcc|κοιν.|bilgi|참조",
    "subject": "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|emne|ämne|ärende|temat|aihe|тема|tárgy|předmět|predmet"
    "|konu|subiect|θέμα|teema|zadeva|主题|主旨|主題|件名|표제|제목|נושא|الموضوع|chủ đề",
    "reply": "reply-to|antwort an|répondre à|rispondi a|risposta|responder a|antwoord aan|svara till|svar til|ответить",
}
_FIELD_KINDS = {name: kind for kind, names in _FIELDS.items() for name in names.split("|")}
_FIELD = re.compile(r"[\s>|]*[*_]{0,2}([^\W\d_][^:：*_<>@\n]{0,24}?)\s?[*_]{0,2}[:：][*_]{0,2}(.*)")
_BLOCK_LINES = 14

# Marks of direction, zero-width spaces and the like, which dates carry in some mail programs.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_EMPHASIS = re.compile(r"(?<!\w)[*_]+|[*_]+(?!\w)")


def plain(line: str) -> str:
    """A line without what surrounds its words, for recognition only."""
    line = _INVISIBLE.sub("", line).replace("\xa0", " ").replace("\u202f", " ").replace("&lt;", "<").replace("&gt;", ">")
    return " ".join(_EMPHASIS.sub("", line).split())


def marker(line: str) -> str | None:
    """"forward" or "original" where the line is such a marker."""
    if not 6 < len(line) < 120 or not (found := _MARKER.fullmatch(plain(line))):
        return None
    if found["forward"]:
        return "forward"
    return "original" if _RULED.search(line) else None


def header_block(lines: list[str], start: int, *, marked: bool = False) -> int | None:
    """Where the block of header fields that begins at ``start`` ends, or None where none begins there.

    It has three kinds of field, and a subject or a sender with an address: "From: Leeds / To: York / Date: 3 May" is a
    journey. After a marker two kinds are enough.
    """
    seen: dict[str, str] = {}
    end = start
    loose = 0
    for number in range(start, min(start + _BLOCK_LINES, len(lines))):
        line = lines[number]
        if not line.strip(" \t>|"):
            break
        if (found := _field(line)) is not None:
            seen.setdefault(*found)
            end, loose = number + 1, 0
        elif number == start or (loose := loose + 1) > 2:
            break
    addressed = "@" in seen.get("from", "")
    kinds = len(seen)
    if marked:
        return end if kinds >= 2 else None
    return end if kinds >= 3 and "from" in seen and ("subject" in seen or addressed) else None


def _field(line: str) -> tuple[str, str] | None:
    found = _FIELD.match(line[:MAX_LINE])
    kind = _FIELD_KINDS.get(" ".join(found[1].lower().split())) if found else None
    return (kind, found[2]) if found and kind else None


def attribution(lines: list[str], start: int) -> int | None:
    """Where the attribution that begins at ``start`` ends, or None where none begins there."""
    first = plain(lines[start].lstrip("> ")[:MAX_LINE])
    if len(lines[start]) > MAX_LINE or not _may_start(first):
        return None
    joined = ""
    for number in range(start, min(start + MAX_JOINED, len(lines))):
        line = plain(lines[number].lstrip("> "))
        if not line:
            # Only an address between brackets may follow behind a blank line.
            if joined and number + 1 < len(lines) and lines[number + 1].startswith(("<", "mailto:")):
                continue
            break
        if number > start and not (_opens(first) and _goes_on(joined, line)):
            break
        joined = f"{joined} {line}".strip()
        if _is_attribution(joined):
            return number + 1 if _is_strong(joined) or _quotes_next(lines, number + 1) else None
    return None


def _may_start(line: str) -> bool:
    return bool(line) and (line.endswith("<") or "@" in line or any(map(str.isdigit, line)) or line[-1] in ":：")


def _opens(first: str) -> bool:
    """Whether an attribution of several lines can begin so: a sentence that only ends in an address cannot."""
    return _is_dated(first) or (first.endswith("<") and len(first) < 80) or bool(_NAMED.match(first))


def _goes_on(joined: str, line: str) -> bool:
    """Whether the next line can belong to it: one that begins with a date begins an attribution of its own."""
    begun = _HAS_DATE.search(joined) and not _WROTE_INSIDE.search(joined)
    return len(joined) < MAX_LINE and not (begun and _is_dated(line))


def _is_dated(line: str) -> bool:
    return bool((_STARTS_ON.match(line) or _STARTS_DATE.match(line)) and _HAS_DATE.search(line))


def _is_attribution(text: str) -> bool:
    text = text.strip("-–— ")
    colon = text[-1:] in (":", "：")
    ends = _WROTE_AT_END.search(text)
    dated = bool(_HAS_DATE.search(text))
    addressed = bool(_HAS_EMAIL.search(text))
    if ends and dated and _STARTS_ON.match(text):
        return True
    if ends and (colon or (dated and addressed)) and (addressed or dated):
        return True
    if colon and dated and addressed and _WROTE_INSIDE.search(text):
        return True
    if _STARTS_DATE.match(text) and dated and (colon or _ISO_START.match(text)) and _ENDS_ADDRESS.search(text):
        return True
    return bool(_GMAIL_NAME.fullmatch(text) or _QUOTING.fullmatch(text))


def _is_strong(text: str) -> bool:
    """A time of day or an address: people write "On 3 May 2021 your agent wrote:" themselves, but not these."""
    return bool(_HAS_TIME.search(text) or _HAS_EMAIL.search(text))


def _quotes_next(lines: list[str], start: int) -> bool:
    following = next((line for line in lines[start : start + 8] if line.strip()), "")
    return following.lstrip().startswith((">", "|"))
