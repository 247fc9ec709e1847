"""What stands under a message and is not part of it: delimiters, "Sent from my phone", notices of confidentiality."""

import re

from warmline.connectors.email import phrases
from warmline.connectors.email.quoting import plain

# "-- " is the delimiter of RFC 3676 section 4.3; programs lose its space, and some write a dash.
_DELIMITER = re.compile(r"\s{0,3}(?:--|—|–)\s*")
_RULER = re.compile(r"[\s>]*(?:[-–—]{3,}|_{3,}|={3,}|\*{3,}|~{3,}|#{3,}|\+{3,}|(?:[-*_=~] ){2,}[-*_=~]?)\s*")
_UNDERSCORES = re.compile(r"\s{0,3}_{3,}\s*")
# Trackers of reading put a mark of their own under a mail.
_NOTHING = re.compile("[\\s\u1427\u200b-\u200f\u2060\ufeff\u00ad]*")

_DEVICE = (
    r"(?:i-?phones?|i-?pads?|i-?pods?|android|blackberry|galaxy|samsung|huawei|xiaomi|redmi|oneplus|nokia|motorola|htc|lg"
    r"|sony|pixel|windows|mobile?s?|mobil\w*|handys?|smartphones?|phones?|cell(?:phone)?|téléphone|telefon\w*|teléfono"
    r"|telefone|telefono|telefoon|tablet\w*|celular|móvil|cellulare|mac(?:book)?|outlook|mail(?:box)?|e-?mail|yahoo|airmail"
    r"|aol|gmail|proton\w*|thunderbird|alto|spark|телефона?|смартфона?|устройства|手机|电话)"
)
_SENT = (
    r"(?:sent|send|written|gesendet|versendet|envoyé|envoye|expédié|enviado|enviada|inviato|inviata|verzonden|verstuurd"
    r"|sendt|skickat|skickades|lähetetty|wysłane|wysłano|odesláno|odoslané|отправлено|відправлено|надіслано|elküldve|küldve"
    r"|trimis|gönderildi|στάλθηκε|enviat|poslano|saadetud|išsiųsta|nosūtīts)"
)
_FROM = (
    r"(?:from|via|with|by|using|von|vom|mit|aus|per|über|depuis|de|du|à partir de|avec|desde|con|do|da|dal|tramite|met"
    r"|vanaf|van|fra|från|via|med|z|ze|s|из|с|со|від|з|από|pe|des de|mana|sa|no|ot)"
)
_MOBILE = [
    rf"{_SENT} {_FROM}\b.*\b{_DEVICE}\b.*",
    rf"{_SENT} {_FROM} (?:my|meinem|meiner|mon|ma|mi|meu|minha|mio|mia|mijn|min|mit|mitt|mojego|mého|моего|мого)\b.*",
    rf"(?:diese (?:nachricht|e-?mail|mail) wurde )?(?:von|mit) (?:meine[mr] )?.*{_DEVICE}.* {_SENT}",
    r"sent from (?:an?|the) [^,]{3,40}",
    rf"(?:\S+ )?from (?:my )?{_DEVICE}\b.*",
    rf"(?:\w{{1,3}} )?{_DEVICE}[-'’]?\w* {_SENT}",
    rf"{_SENT} {_DEVICE}[-'’]?\w*",
    r"get outlook for (?:ios|android|mac|windows)\b.*|outlook for (?:ios|android)\b.*",
    r"(?:obtenez|obtener|holen sie sich|scarica|baixe o|get|télécharger|download) \[?outlook\b.*",
    r".{0,24}(?:iphone|ipad|android|手机|手機|携帯|スマートフォン|휴대폰|나의).{0,16}(?:傳送|传送|发送|發送|发出|送信|보냄|보냈습니다)",
    r"(?:发自|發自|傳送自|送信元).{1,30}",
    r"sent from (?:the )?all new aol app.*",
]
_SENT_FROM = re.compile("|".join(f"(?:{one})" for one in _MOBILE), re.IGNORECASE)
_DEVICE_WORD = re.compile(rf"\b{_DEVICE}\b|[a-z]+-?\d+", re.IGNORECASE)
_MAX_SENT_FROM = 140  # characters

_NOTICE = [
    r"confidential\b.*\bintended (?:recipient|solely|only)|intended (?:recipient|solely|only)\b.*\bconfidential",
    r"not the intended recipient",
    r"vertrauliche\b.*\b(?:empfänger|adressat)",
    r"nicht der (?:richtige |beabsichtigte |vorgesehene )?(?:adressat|empfänger)",
    r"confidentiel\w*\b.*\bdestinataire|destinataire\b.*\bconfidentiel",
    r"confidencial\b.*\bdestinat[aá]rio|destinat[aá]rio\b.*\bconfidencial",
    r"riservat\w*\b.*\bdestinatari|vertrouwelijk\w*\b.*\bgeadresseerde",
    r"think before you print|consider the environment before printing",
    r"virus-?free\. ?(?:www|http|<)|checked for viruses|virenfrei\. ?(?:www|http|<)|sans virus\. ?(?:www|http|<)",
]
_NOTICES = re.compile("|".join(_NOTICE), re.IGNORECASE | re.DOTALL)

_GREETING = re.compile(rf"{phrases.pattern('greeting')}\b.*", re.IGNORECASE)


def is_delimiter(line: str) -> bool:
    return len(line) < 8 and bool(_DELIMITER.fullmatch(line))


def is_ruler(line: str) -> bool:
    """A line that only draws, or is empty but for invisible marks."""
    return len(line) < 200 and bool(_RULER.fullmatch(line) or (_NOTHING.fullmatch(line) and line.strip()))


def is_underscores(line: str) -> bool:
    return len(line) < 200 and bool(_UNDERSCORES.fullmatch(line))


def is_sent_from(line: str) -> bool:
    """ "Sent from my phone", in the words of many programs and people; but not a sentence that goes on to something."""
    if not 4 < len(line) < _MAX_SENT_FROM:
        return False
    text = plain(line).strip("<>()[]*_ .!")
    if not _SENT_FROM.fullmatch(text):
        return False
    opening = text.split(",")[0].split(". ")[0]
    return "," not in text or bool(_DEVICE_WORD.search(opening))


def is_notice(paragraph: str) -> bool:
    """A notice of confidentiality or of a virus scanner, as companies put under every mail."""
    return bool(_NOTICES.search(paragraph[:4000]))


def is_greeting(line: str) -> bool:
    """Only a greeting: nothing has been said yet."""
    text = line.strip()
    return len(text) <= 60 and len(text.split()) <= 6 and bool(_GREETING.fullmatch(text))
