"""Known scales in languages other than English and Japanese, as `wordings` has those."""

from __future__ import annotations

from typing import NamedTuple


class Wordings(NamedTuple):
    """Answers of a scale in their order, several wordings of the same step beside each other.

    Parameters
    ----------
    opposed
        The first answers say much of something, the last little or the opposite.
    """

    answers: str
    opposed: bool


SCALES_ABROAD = (
    Wordings("muy satisfecho|más bien satisfecho|no muy satisfecho|poco satisfecho|nada satisfecho", True),
    Wordings("muy buena|buena|regular|mala|muy mala", True),
    Wordings("mucha|bastante|algo|alguna|poca|muy poca|ninguna", True),
    Wordings("mucho mejor|mejor|algo mejor|igual|algo peor|peor|mucho peor", False),
    Wordings("progresando|estancado|en retroceso", False),
    Wordings(
        "muy de acuerdo|bastante de acuerdo|de acuerdo|ni de acuerdo ni en desacuerdo|poco de acuerdo|"
        "en desacuerdo|bastante en desacuerdo|muy en desacuerdo|nada de acuerdo",
        True,
    ),
    Wordings("muy probable|bastante probable|probable|algo probable|poco probable|nada probable", True),
    Wordings(
        "todos los días|casi todos los días|varias veces a la semana|una vez a la semana|"
        "varias veces al mes|una vez al mes|varias veces al año|una vez al año|con menos frecuencia|"
        "casi nunca|nunca",
        False,
    ),
    Wordings("ótimo|muito bom|bom|regular|ruim|muito ruim|péssimo", True),
    Wordings("muita|muito|bastante|alguma|um pouco|pouca|pouco|nenhuma|nada", True),
    Wordings("muito satisfeito|satisfeito|mais ou menos satisfeito|pouco satisfeito|nada satisfeito", True),
    Wordings(
        "concordo totalmente|concordo muito|concordo|concordo em parte|concordo parcialmente|"
        "concordo pouco|"
        "nem concordo nem discordo|não concordo nem discordo|discordo pouco|discordo em parte|"
        "discordo parcialmente|"
        "discordo|discordo muito|discordo totalmente",
        True,
    ),
    Wordings("diariamente|todos os dias|quase todos os dias|semanalmente|mensalmente|raramente|nunca", False),
    Wordings(
        "moltissimo|moltissima|molto|molta|abbastanza|così così|poco|poca|pochissimo|per niente|per nulla|"
        "nulla|nessuna",
        True,
    ),
    Wordings(
        "molto soddisfatto|soddisfatto|abbastanza soddisfatto|né soddisfatto né insoddisfatto|"
        "poco soddisfatto|"
        "insoddisfatto|per niente soddisfatto|per nulla soddisfatto|molto insoddisfatto",
        True,
    ),
    Wordings(
        "completamente d'accordo|molto d'accordo|d'accordo|abbastanza d'accordo|"
        "né d'accordo né in disaccordo|"
        "poco d'accordo|in disaccordo|per niente d'accordo|per nulla d'accordo|completamente in disaccordo",
        True,
    ),
    Wordings("ottimo|molto buono|buono|discreto|sufficiente|insufficiente|scarso|pessimo", True),
    Wordings(
        "zeer tevreden|erg tevreden|tevreden|redelijk tevreden|neutraal|niet tevreden, niet ontevreden|"
        "niet tevreden en niet ontevreden|enigszins ontevreden|ontevreden|erg ontevreden|zeer ontevreden",
        True,
    ),
    Wordings(
        "helemaal mee eens|helemaal eens|zeer mee eens|mee eens|eens|enigszins mee eens|neutraal|"
        "niet mee eens, niet mee oneens|niet eens, niet oneens|noch eens, noch oneens|"
        "enigszins mee oneens|mee oneens|oneens|"
        "zeer mee oneens|helemaal oneens|helemaal mee oneens|helemaal niet mee eens",
        True,
    ),
    Wordings("zeer goed|goed|voldoende|redelijk|neutraal|matig|onvoldoende|slecht|zeer slecht", True),
    Wordings("dagelijks|(bijna) elke dag|wekelijks|maandelijks|jaarlijks|zelden|nooit", False),
    Wordings("altijd|meestal|vaak|regelmatig|soms|af en toe|zelden|bijna nooit|nooit", True),
    Wordings(
        "tout à fait satisfait|très satisfait|plutôt satisfait|satisfait|moyennement satisfait|"
        "peu satisfait|"
        "plutôt pas satisfait|pas satisfait|pas du tout satisfait",
        True,
    ),
    Wordings(
        "tout à fait confiance|très confiance|plutôt confiance|plutôt pas confiance|pas confiance|"
        "pas du tout confiance",
        True,
    ),
    Wordings("oui, tout à fait|oui, plutôt|oui|non, plutôt pas|non|non, pas du tout", True),
    Wordings("très bien|bien|assez bien|moyen|passable|plutôt mal|mal|très mal", True),
    Wordings("très bonne|bonne|plutôt bonne|moyenne|plutôt mauvaise|mauvaise|très mauvaise", True),
    Wordings("très bon|bon|plutôt bon|moyen|plutôt mauvais|mauvais|très mauvais", True),
    Wordings("très favorable|plutôt favorable|favorable|plutôt opposé|opposé|très opposé", True),
    Wordings("beaucoup|assez|un peu|peu|pas beaucoup|très peu|pas du tout", True),
    Wordings(
        "tous les jours|quotidiennement|tous les jours ou presque|presque tous les jours|"
        "plusieurs fois par semaine|"
        "au moins une fois par semaine|une fois par semaine|plusieurs fois par mois|"
        "au moins une fois par mois|"
        "une fois par mois|plusieurs fois par an|au moins une fois par an|une fois par an|"
        "moins souvent|rarement|jamais",
        False,
    ),
    Wordings(
        "trifft voll und ganz zu|trifft voll zu|trifft völlig zu|trifft zu|trifft eher zu|"
        "teils/teils|teils, teils|"
        "trifft teilweise zu|trifft weniger zu|trifft eher nicht zu|trifft kaum zu|trifft nicht zu|"
        "trifft gar nicht zu|"
        "trifft überhaupt nicht zu",
        True,
    ),
    Wordings(
        "sehr wichtig|wichtig|eher wichtig|teils/teils|weniger wichtig|eher unwichtig|nicht wichtig|"
        "unwichtig|"
        "sehr unwichtig|überhaupt nicht wichtig",
        True,
    ),
    Wordings(
        "täglich|fast täglich|mehrmals pro woche|mehrmals in der woche|einmal pro woche|wöchentlich|"
        "mehrmals pro monat|mehrmals im monat|einmal pro monat|monatlich|mehrmals im jahr|"
        "einmal im jahr|seltener|nie",
        False,
    ),
    Wordings(
        "항상|거의 항상|자주|종종|가끔|가끔씩|드물게|거의 없음|거의 없다|거의 안 함|전혀 없음|"
        "전혀 없다|전혀 안 함",
        True,
    ),
    Wordings(
        "매일|거의 매일|일주일에 여러 번|주 1회|일주일에 한 번|한 달에 여러 번|월 1회|한 달에 한 번|"
        "거의 안 함|전혀 안 함",
        False,
    ),
    Wordings(
        "每天|几乎每天|幾乎每天|每周数次|每週數次|每周几次|每週幾次|每周一次|每週一次|每月数次|"
        "每月數次|每月几次|每月一次|"
        "每年数次|每年數次|偶尔|偶爾|很少|几乎不|幾乎不|从不|從不|从来没有|從來沒有",
        False,
    ),
    Wordings(
        "总是|總是|经常|經常|常常|有时|有時|有时候|偶尔|偶爾|很少|几乎从不|幾乎從不|从不|從不|从来没有", True
    ),
)
