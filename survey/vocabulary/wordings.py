"""Known scales of words: the answers of each in their order, several wordings of a step beside each other."""

from __future__ import annotations

from survey.vocabulary.wordings_abroad import SCALES_ABROAD, Wordings

SCALES = (
    Wordings(
        "very satisfied|satisfied|fairly satisfied|somewhat satisfied|slightly satisfied|neither|"
        "neither satisfied nor dissatisfied|neutral|ok|okay|slightly dissatisfied|somewhat dissatisfied|"
        "fairly dissatisfied|dissatisfied|very dissatisfied",
        True,
    ),
    Wordings(
        "strongly agree|agree|somewhat agree|slightly agree|tend to agree|neither|"
        "neither agree nor disagree|"
        "neutral|tend to disagree|slightly disagree|somewhat disagree|disagree|strongly disagree",
        True,
    ),
    Wordings(
        "strongly support|support|somewhat support|neither|neither support nor oppose|neutral|"
        "somewhat oppose|"
        "oppose|strongly oppose",
        True,
    ),
    Wordings("strongly favor|favor|somewhat favor|neither|somewhat oppose|oppose|strongly oppose", True),
    Wordings(
        "strongly approve|approve|somewhat approve|neither|somewhat disapprove|disapprove|"
        "strongly disapprove",
        True,
    ),
    Wordings(
        "very important|important|fairly important|somewhat important|moderately important|"
        "slightly important|"
        "not so important|not too important|not very important|not important|not at all important|"
        "unimportant",
        True,
    ),
    Wordings(
        "very worried|fairly worried|somewhat worried|worried|a little worried|not very worried|"
        "not too worried|not worried|not at all worried",
        True,
    ),
    Wordings(
        "very concerned|somewhat concerned|not very concerned|not too concerned|not at all concerned", True
    ),
    Wordings(
        "very likely|likely|fairly likely|somewhat likely|neither|not very likely|somewhat unlikely|"
        "unlikely|"
        "not likely|not at all likely|very unlikely",
        True,
    ),
    Wordings("very well|fairly well|not very well|not at all well|not at all", True),
    Wordings(
        "excellent|very good|good|average|ok|okay|acceptable|fair|only fair|poor|"
        "bad|very poor|very bad|terrible",
        True,
    ),
    Wordings(
        "completely|a great deal|a lot|quite a lot|quite a bit|a fair amount|a moderate amount|some|"
        "only some|somewhat|a little|"
        "only a little|not much|not very much|very little|hardly any|"
        "none|none at all|nothing at all|not at all",
        True,
    ),
    Wordings("extremely|very|quite|moderately|somewhat|slightly|not very|not at all", True),
    Wordings("extremely rude|very rude|somewhat rude|not rude|not at all rude", True),
    Wordings(
        "always|all the time|all of the time|almost always|nearly always|very often|usually|"
        "most of the time|"
        "most of time|often|frequently|a good bit of the time|regularly|about half the time|half the time|"
        "sometimes|some of the time|occasionally|once in a while|a little of the time|infrequently|seldom|"
        "rarely|very rarely|almost never|hardly ever|never|none of the time|at no time",
        True,
    ),
    Wordings(
        "every day|nearly every day|most days|more than half the days|many days|several days|some days|"
        "a few days|"
        "rarely|never|not at all",
        False,
    ),
    Wordings("none|mild|moderate|severe|very severe", False),
    Wordings("very small|small|medium|medium-sized|large|very large|extra large", False),
    Wordings(
        "lower class|working class|lower middle class|middle class|upper middle class|upper class", False
    ),
    Wordings(
        "far below average|well below average|below average|slightly below average|average|"
        "slightly above average|above average|well above average|far above average",
        False,
    ),
    Wordings(
        "much worse than expected|worse than expected|as expected|better than expected|"
        "much better than expected",
        False,
    ),
    Wordings(
        "a very big problem|a big problem|a major problem|a serious problem|a moderately big problem|"
        "a moderate problem|somewhat of a problem|a small problem|a minor problem|not much of a problem|"
        "not a problem|no problem|not a problem at all|no problem at all",
        True,
    ),
    Wordings(
        "yes, definitely|yes, a lot|yes, mostly|yes, somewhat|yes, a little|yes, probably|yes|"
        "neutral|unsure|"
        "no, probably not|no, not really|no|no, definitely not|no, not at all",
        True,
    ),
    Wordings("daily|weekly|monthly|quarterly|yearly|never", False),
    Wordings(
        "tout à fait d'accord|d'accord|plutôt d'accord|ni d'accord ni pas d'accord|plutôt pas d'accord|"
        "pas d'accord|pas du tout d'accord",
        True,
    ),
    Wordings(
        "très satisfait|satisfait|plutôt satisfait|assez satisfait|ni satisfait ni insatisfait|"
        "peu satisfait|"
        "plutôt insatisfait|insatisfait|pas du tout satisfait|très insatisfait",
        True,
    ),
    Wordings(
        "toujours|presque toujours|souvent|parfois|de temps en temps|rarement|presque jamais|jamais", True
    ),
    Wordings(
        "stimme voll und ganz zu|stimme völlig zu|stimme zu|stimme eher zu|teils/teils|teils, teils|"
        "weder noch|stimme eher nicht zu|stimme nicht zu|stimme gar nicht zu|stimme überhaupt nicht zu",
        True,
    ),
    Wordings(
        "sehr zufrieden|zufrieden|eher zufrieden|teils/teils|teils, teils|weder noch|eher unzufrieden|"
        "unzufrieden|"
        "sehr unzufrieden",
        True,
    ),
    Wordings(
        "sehr gut|gut|befriedigend|mittelmäßig|ausreichend|schlecht|mangelhaft|sehr schlecht|ungenügend", True
    ),
    Wordings("immer|fast immer|oft|häufig|manchmal|gelegentlich|selten|fast nie|nie", True),
    Wordings(
        "totalmente de acuerdo|muy de acuerdo|de acuerdo|algo de acuerdo|ni de acuerdo ni en desacuerdo|"
        "algo en desacuerdo|en desacuerdo|muy en desacuerdo|totalmente en desacuerdo",
        True,
    ),
    Wordings(
        "muy satisfecho|satisfecho|algo satisfecho|ni satisfecho ni insatisfecho|poco satisfecho|"
        "insatisfecho|nada satisfecho|muy insatisfecho",
        True,
    ),
    Wordings(
        "siempre|casi siempre|a menudo|frecuentemente|a veces|algunas veces|rara vez|casi nunca|nunca", True
    ),
    Wordings("mucho|bastante|algo|regular|poco|muy poco|nada", True),
    Wordings("muy bueno|bueno|regular|malo|muy malo", True),
    Wordings(
        "concordo totalmente|concordo|concordo parcialmente|não concordo nem discordo|neutro|"
        "discordo parcialmente|discordo|discordo totalmente",
        True,
    ),
    Wordings(
        "muito satisfeito|satisfeito|nem satisfeito nem insatisfeito|neutro|insatisfeito|muito insatisfeito",
        True,
    ),
    Wordings("sempre|quase sempre|frequentemente|às vezes|raramente|quase nunca|nunca", True),
    Wordings("sempre|spesso|qualche volta|a volte|raramente|quasi mai|mai", True),
    Wordings("days|weeks|months|years", False),
    Wordings("none|beginner|novice|elementary|intermediate|advanced|expert", False),
    Wordings("increase|stay the same|decrease", False),
    Wordings("better|about the same|the same|same|no change|worse", False),
    Wordings("too much|about right|too little", False),
    Wordings(
        "yes|definitely|probably|maybe|depends|it depends|some of them|sometimes|"
        "probably not|definitely not|no",
        True,
    ),
    Wordings(
        "very favorable|favorable|somewhat favorable|somewhat unfavorable|unfavorable|very unfavorable", True
    ),
    Wordings("true|false", False),
    Wordings("ab|c1|c2|d|e|de", False),
    Wordings("oui|non", False),
    Wordings("ja|nein", False),
    Wordings("sí|no", False),
    Wordings("sim|não", False),
    Wordings("very low|low|fairly low|medium|moderate|average|fairly high|high|very high", False),
    Wordings("freshman|sophomore|junior|senior|graduate student", False),
    Wordings("january|february|march|april|may|june|july|august|september|october|november|december", False),
    Wordings("jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec", False),
    Wordings("monday|tuesday|wednesday|thursday|friday|saturday|sunday", False),
    Wordings("mon|tue|wed|thu|fri|sat|sun", False),
    Wordings("上|中の上|中の中|中の下|下", False),
    Wordings("早朝|朝|午前|昼|午後|夕方|夜|深夜", False),
    Wordings(
        "内容まで知っている|詳しく知っている|よく知っている|知っている|ある程度知っている|"
        "だいたい知っている|少し知っている|"
        "言葉は知っている|言葉だけは知っている|名前は知っている|名前だけは知っている|"
        "名前は聞いたことがある|聞いたことがある|"
        "聞いたことはある|あまり知らない|知らない|知らなかった|まったく知らない|全く知らない",
        False,
    ),
    Wordings(
        "ずっと住み続けたい|住み続けたい|当分は住み続けたい|当分住み続けたい|できれば住み続けたい|"
        "どちらでもよい|どちらともいえない|"
        "できれば移りたい|移りたい|すぐにでも移りたい",
        True,
    ),
    Wordings("月曜日|火曜日|水曜日|木曜日|金曜日|土曜日|日曜日", False),
    Wordings("月曜|火曜|水曜|木曜|金曜|土曜|日曜", False),
    Wordings("月|火|水|木|金|土|日|祝", False),
    Wordings(
        "非常に満足|とても満足|大変満足|満足|満足している|まあ満足|やや満足|まあ満足している|"
        "やや満足している|どちらかといえば満足|"
        "どちらともいえない|ふつう|普通|どちらかといえば不満|やや不満|やや不満だ|やや不満である|不満|"
        "不満だ|不満である|"
        "とても不満|非常に不満",
        True,
    ),
    Wordings(
        "強く賛成|かなり賛成|賛成|どちらかといえば賛成|やや賛成|どちらともいえない|やや反対|"
        "どちらかといえば反対|反対|"
        "かなり反対|強く反対",
        True,
    ),
    Wordings(
        "とてもそう思う|強くそう思う|そう思う|ややそう思う|どちらかといえばそう思う|まあそう思う|"
        "どちらともいえない|"
        "あまりそう思わない|どちらかといえばそう思わない|そう思わない|まったくそう思わない|"
        "全くそう思わない",
        True,
    ),
    Wordings(
        "大いに関心がある|非常に関心がある|とても関心がある|関心がある|ある程度関心がある|やや関心がある|"
        "どちらともいえない|あまり関心がない|関心がない|まったく関心がない|全く関心がない",
        True,
    ),
    Wordings(
        "非常に重要|とても重要|重要|やや重要|まあ重要|どちらともいえない|あまり重要でない|重要でない|"
        "まったく重要でない",
        True,
    ),
    Wordings(
        "とても心配|非常に心配|大いに心配|心配している|ある程度心配|やや心配|どちらともいえない|"
        "あまり心配していない|"
        "まったく心配していない|全く心配していない|心配していない",
        True,
    ),
    Wordings(
        "非常に良い|とても良い|良い|やや良い|まあ良い|ふつう|普通|どちらともいえない|やや悪い|"
        "あまり良くない|悪い|"
        "とても悪い|非常に悪い",
        True,
    ),
    Wordings(
        "いつも|いつもしている|いつもある|よくある|よくする|ときどき|時々|ときどきある|時々ある|"
        "たまに|たまにある|あまりない|めったにない|ほとんどない|"
        "まったくない|全くない|ない",
        True,
    ),
    Wordings(
        "毎日|ほぼ毎日|週に数回|週に1回|月に数回|月に1回|年に数回|年に1回|ほとんどしない|"
        "まったくしない|利用しない",
        False,
    ),
    Wordings(
        "はい|どちらかといえばはい|どちらともいえない|どちらでもない|どちらかといえばいいえ|いいえ", True
    ),
    Wordings("ある|ない", False),
    Wordings("増えた|やや増えた|変わらない|やや減った|減った", True),
    Wordings("よくなった|同じようなもの|変わらない|悪くなった", False),
    Wordings("わかる|わからない", False),
    Wordings(
        "to a great extent|to a large extent|to a considerable extent|to a moderate extent|"
        "to a medium extent|"
        "to some extent|to a limited extent|to a small extent|to a slight extent|not at all",
        True,
    ),
    Wordings(
        "a great deal of trust|quite a lot of trust|a lot of trust|some trust|a little trust|"
        "not very much trust|"
        "not a lot of trust|no trust at all|none at all",
        True,
    ),
    Wordings("poorest|poorer|second|middle|fourth|richer|richest", False),
    *SCALES_ABROAD,
)
