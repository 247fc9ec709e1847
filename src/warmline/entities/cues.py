"""The words by which people name what they give and what they ask for. Pure.

One list serves both sides: ``my policy number is`` in a customer's message, ``your policy number`` in an agent's.
"""

from warmline.entities.model import Kind

NUMBER = r"(?:numbers?|no|num|nbr|nr|id|ref|reference|code)"

# For each kind an expression for plain text; the more particular stand before the general.
CUES: dict[str, str] = {
    Kind.POLICY: rf"(?:policy|polcy|contract|certificate)(?: {NUMBER})?|pol {NUMBER}",
    Kind.CLAIM: rf"(?:claims?|loss|incident)(?: {NUMBER})|clm(?: {NUMBER})?|claim",
    Kind.ACCOUNT: rf"(?:accounts?|acct|acc|ac|a/c|savings|checking|iban)(?: {NUMBER})?",
    Kind.CARD: (
        rf"(?:(?:credit|debit|bank|payment|visa|master)[ -]?cards?|cards?|cc|visa|mastercard|"
        rf"amex)(?: {NUMBER})?"
    ),
    Kind.NATIONAL_ID: (
        rf"(?:ssn|ss#|social security|social insurance|socials?|national insurance|nino|national id|"
        rf"tax id)(?: {NUMBER})?"
    ),
    Kind.PHONE: (
        rf"(?:tele|cell|mobile|contact|home|work|call ?back)? ?(?:phone|telephone|mobile|cell|tel|contact|"
        rf"number to call)(?: {NUMBER})?"
    ),
    Kind.EMAIL: r"e-?mail(?: (?:id|address))?|mail (?:id|address)",
    Kind.DATE_OF_BIRTH: r"date of birth|birth ?date|birth ?day|d\.?o\.?b\.?|born(?: on| in)?",
    Kind.DATE: r"date(?:s)?(?: of(?: the)? (?:loss|accident|incident|charge|transaction|purchase|event))?",
    Kind.AMOUNT: (
        r"amounts?(?: charged)?|sum of|total|charged|charge|transfer|transfered|transferred|paid|pay|"
        r"refund|purchase of|price|cost|balance"
    ),
    Kind.VEHICLE: rf"(?:registration|reg|license plate|licence plate|number plate|plate|vin|vrm)(?: {NUMBER})?",
    Kind.ADDRESS: (
        r"(?:(?:home|postal|mailing|billing|street|new|current) )?address|postcode|post code|postal code|"
        r"zip(?: ?code)?"
    ),
    Kind.NAME: r"(?:full |first and last |last |first |my )?name|surname",
}
# Words between the name of a number and the number.
FILLER = (
    r"(?:[ :;#=,.(-]+(?:(?:is|are|was|as|the|my|its|it|s|it's|that's|for|with|of|on|this|one|number|"
    r"no|num|id|ref|ends?|ending|"
    r"in|last|four|4|digits?|me|sorry|yes|please|find|here|being|charged?|to|account|acc|ac|still|"
    r"then|would|be|was|has)\b)?){0,9}[ :;#=,.(-]*"
)
