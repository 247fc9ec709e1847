"""How ordinary English words are, so that ``is broken`` is taken for nobody's name and rare words tell matters apart."""

import re
from functools import cache
from importlib import resources

# Words of conversation that frequency lists of books rank low, and those that stand where names do.
SPOKEN = frozenset(
    re.findall(
        r"\S+",
        """
        ac acc account acct afternoon again agent android anybody app auto awesome bot byee bye card chat client cool dear dob im ive myself thats hmm hmmm ref oh id ill dont
        email enquiry evening everyone folks goodbye gmail google greetings gud guys hai hello hey hi hii hiya iphone
        insurance maam madam mail menu mister mobile mom mornin morning msg nope number okay okey online oops please pls plz
        policy policyholder query regarding ssn sir sms sorry sure team thank thanks thankyou thx tnx ty update ur
        voicemail wanna gonna wassup website welcome whatsapp wifi wrong yeah yep yup
        """,
    )
)
# Given names that are frequent enough in books to be taken for words.
GIVEN = frozenset(
    """
    aaron abigail adam adrian agnes alan albert alex alexander alfred alice alison allan allen amanda amber amy andrea andrew
    andy angel angela angus anita ann anna anne annie anthony antonio arnold arthur ashley audrey austin barbara barry beatrice
    ben benjamin bernard beth betty bill billy bob bobby bonnie brad bradley brandon brenda brian bridget bruce bryan caleb
    calvin cameron carl carla carlos carmen carol caroline carolyn carter catherine cecil celia charles charlie charlotte
    chelsea cheryl chester chris christian christina christine christopher claire clara clare clark claude clay clifford clive
    clyde cole colin connie connor constance cora craig crystal curtis cynthia daisy dale dan daniel danny daphne darren dave
    david dawn dean deborah dennis derek diana diane dick diego dolores dominic don donald donna doris dorothy doug douglas
    duncan dylan earl eddie edgar edith edmund edward edwin eileen elaine eleanor elizabeth ella ellen elliott emily emma eric
    erica ernest esther ethan eugene eva evan eve evelyn faith felix fiona florence frances francis frank fred frederick gail
    gary gene geoffrey george gerald gilbert gina glen gloria gordon grace graham grant greg gregory guy hannah harold harriet
    harrison harry harvey hazel heather hector helen henry herbert holly hope howard hugh ian ida irene iris isaac isabel ivan
    ivy jack jackie jacob jake james jamie jane janet janice jasmine jason jay jean jeff jeffrey jennifer jenny jeremy jerome
    jerry jesse jessica jessie jill jim jimmy joan joe joel john johnny jon jonathan jordan jose joseph josephine joshua joy
    joyce juan judith judy julia julian julie justin karen karl kate katherine kathleen kathy katie keith kelly ken kenneth kent
    kevin kim kyle lance larry laura lauren lawrence lee leo leon leonard leslie lewis liam lily linda lisa lloyd logan lois
    lola louis louise lucas lucy luis luke lydia lynn mabel maggie marcus margaret maria marie marilyn mario marion mark marshall
    martha martin marvin mary mason matt matthew maurice max maxwell megan melissa michael michelle miguel mike mildred miles
    milton mitchell mohammed molly monica morgan moses murray myra nancy natalie nathan neil nelson nicholas nick nicole nigel
    noah noel nora norman oliver olivia oscar otto owen pamela patricia patrick paul paula pauline pearl pedro peggy penny perry
    pete peter phil philip phillip phyllis pierre rachel ralph ramon randy raphael ray raymond rebecca reginald rex rhoda richard
    rick ricky rita robert roberta robin rodney roger roland ron ronald ronnie rosa rose rosemary ross roy ruby rudolph russell
    ruth ryan sally sam samantha samuel sandra sandy sara sarah scott sean sebastian shane shannon sharon shawn sheila shelley
    sherry shirley sidney simon sofia sophia sophie spencer stacy stanley stella stephanie stephen steve steven stewart stuart
    susan suzanne sylvia tara ted teresa terry theodore theresa thomas tiffany tim timothy tina todd tom tommy tony tracy travis
    trevor troy tyler valerie vanessa vera vernon veronica victor victoria vincent violet virginia vivian wallace walter warren
    wayne wendy wesley wilbur willard william willie wilma winifred yvonne zachary zoe
    """.split()
)
# From this rank on a word is rare enough to be a name where a name is expected.
COMMON_RANK = 9_000
FUNCTION_RANK = 300
RAREST = 82_834


@cache
def _ranks() -> dict[str, int]:
    text = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return {line.partition(" ")[0]: rank for rank, line in enumerate(text.splitlines())}


def rank(word: str) -> int:
    """The word's place among English words by how often books use them, from 0; RAREST for one that is not among them."""
    return _ranks().get(word, RAREST)


def is_common(word: str) -> bool:
    """Whether it is an ordinary word, folded; some names are ordinary words too (Grace, Park)."""
    return rank(word) < COMMON_RANK or word in SPOKEN


def is_given_name(word: str) -> bool:
    """Whether it is a given name though it looks like a word, folded."""
    return word in GIVEN


def is_function_word(word: str) -> bool:
    """Whether it is so ordinary that it is no part of a name: articles, pronouns, greetings."""
    return word not in GIVEN and (rank(word) < FUNCTION_RANK or word in SPOKEN)
