"""Scales as surveys in many places word them: put in their order however they were first seen."""

from __future__ import annotations

import random

import pytest

from survey.reading.missing import role_of
from survey.reading.orders import AS_SEEN, CODES, in_order

SCALES = """
Yes, definitely|Yes, somewhat|Neutral|No, not really|No, not at all|Not sure
Too long|Appropriate in length|Too short
Very appropriate|Appropriate|Somewhat appropriate|Not appropriate
適切|やや適切|どちらともいえない|やや不適切|不適切
したい|ややしたい|したくない
言える|やや言える|あまり言えない|言えない
Very independent|Independent|Somewhat independent|Dependent
Easy|Neither easy nor difficult|Difficult
Never|1-2 times a week|3-5 times a week|6-10 times a week|10+ times a week
I am very confident|I am somewhat confident|I am not confident
Daily|Several times a week|About once a week|A few times a month|Seldom|Never
Every day|Most days|Some days|Rarely|Never
Definitely will|Probably will|Might or might not|Probably will not|Definitely will not
Extremely well|Very well|Moderately well|Slightly well|Not well at all
A lot|Some|Not much|Nothing at all
More than once a week|Once a week|Once or twice a month|A few times a year|Seldom|Never
Very liberal|Somewhat liberal|Middle of the road|Somewhat conservative|Very conservative
Too much|Right amount|Too little
Too many|About the right number|Too few
A major problem|A minor problem|Not a problem
A very big problem|A moderately big problem|A small problem|Not a problem at all
Very closely|Fairly closely|Not too closely|Not at all closely
A great deal|A fair amount|Not very much|None at all
Better off|About the same|Worse off
Gotten better|Stayed the same|Gotten worse
Increased a lot|Increased somewhat|Stayed about the same|Decreased somewhat|Decreased a lot
Beginner|Intermediate|Advanced
Small|Medium|Large
None|Mild|Moderate|Severe
Very comfortable|Somewhat comfortable|Somewhat uncomfortable|Very uncomfortable
Very interested|Somewhat interested|Not very interested|Not at all interested
Very confident|Somewhat confident|Not too confident|Not at all confident
Strongly favor|Favor|Oppose|Strongly oppose
Approve strongly|Approve somewhat|Disapprove somewhat|Disapprove strongly
Agree strongly|Agree somewhat|Neither agree nor disagree|Disagree somewhat|Disagree strongly
Completely agree|Mostly agree|Mostly disagree|Completely disagree
Totally agree|Agree|Neutral|Disagree|Totally disagree
Strongly Agree|Agree|Undecided|Disagree|Strongly Disagree
Very positive|Positive|Neutral|Negative|Very negative
Far too much|Slightly too much|Neither too much nor too little|Slightly too little|Far too little
Always|Often|Sometimes|Seldom|Never
All of the time|Most of the time|Some of the time|A little of the time|None of the time
Almost always|Most of the time|Some of the time|Hardly ever|Never
Very hard|Hard|Neither hard nor easy|Easy|Very easy
Very happy|Pretty happy|Not too happy
Very happy|Quite happy|Not very happy|Not at all happy
Excellent|Good|Only fair|Poor
Very good|Good|Neither good nor bad|Bad|Very bad
Very important|Rather important|Not very important|Not at all important
Completely|A great deal|Quite a lot|Not very much|None at all
Lower class|Working class|Middle class|Upper class
Lower class|Working class|Lower middle class|Upper middle class|Upper class
Strongly disagree (1)|Disagree (2)|Neutral (3)|Agree (4)|Strongly agree (5)
1 - Not at all|2|3|4|5 - Extremely
1 = low|2|3 = high
Not at all likely - 0|1|2|3|Extremely likely - 10
Under 18|18-24|25-34|35-44|45-54|55-64|65+
18 - 29|30 - 44|45 - 60|> 60
Less than $25,000|$25,000 to $34,999|$35,000 to $49,999|$150,000 or more
Under £10k|£10k-£20k|£20k-£30k|Over £30k
Less than 1 hour|1-2 hours|3-4 hours|More than 4 hours
Less than a month|1-6 months|6-12 months|1-2 years|More than 2 years
0-6 months|7-11 months|1-2 years|3-5 years|5+ years
1 day|2-3 days|4-7 days|More than a week
Never|Once a year|2-5 times a year|Once a month|Weekly
Never|Rarely|Monthly|Weekly|Daily
Less than once a month|Once a month|2-3 times a month|Once a week|2-3 times a week|Daily
0 times|1-2 times|3-5 times|6+ times
0|1|2|3 or more
Zero|One|Two or more
None|1|2|3+
No formal education|Primary school|Secondary school|University degree
Primary|Secondary|Tertiary
Some high school|High school graduate|Some college|College graduate|Postgraduate
Freshman (1st year)|Sophomore (2nd year)|Junior (3rd year)|Senior (4th year)
1st year|2nd year|3rd year|4th year
Year 1|Year 2|Year 3
Grade 9|Grade 10|Grade 11|Grade 12
Poor|Fair|Good|Very Good|Excellent
Very dissatisfied|Dissatisfied|OK|Satisfied|Very satisfied
Highly satisfied|Satisfied|Neutral|Dissatisfied|Highly dissatisfied
Not satisfied|Somewhat satisfied|Satisfied|Very satisfied
Much lower|Slightly lower|About the same|Slightly higher|Much higher
Worse than expected|As expected|Better than expected
Below average|Average|Above average
Far below average|Below average|Average|Above average|Far above average
Too slow|About right|Too fast
Tout à fait d'accord|Plutôt d'accord|Plutôt pas d'accord|Pas du tout d'accord
Très satisfait|Plutôt satisfait|Plutôt insatisfait|Très insatisfait
Jamais|Rarement|Parfois|Souvent|Toujours
Stimme voll und ganz zu|Stimme eher zu|teils/teils|Stimme eher nicht zu|Stimme überhaupt nicht zu
sehr gut|gut|befriedigend|ausreichend|mangelhaft
nie|selten|manchmal|oft|immer
sehr zufrieden|eher zufrieden|eher unzufrieden|sehr unzufrieden
Muy de acuerdo|De acuerdo|Ni de acuerdo ni en desacuerdo|En desacuerdo|Muy en desacuerdo
Muy satisfecho|Satisfecho|Insatisfecho|Muy insatisfecho
Siempre|Casi siempre|A veces|Casi nunca|Nunca
Concordo totalmente|Concordo|Discordo|Discordo totalmente
Muito satisfeito|Satisfeito|Insatisfeito|Muito insatisfeito
Nunca|Raramente|Às vezes|Frequentemente|Sempre
満足している|まあ満足している|やや不満だ|不満だ
満足|まあ満足|やや不満|不満
向上している|同じようなもの|低下している
良くなっていく|同じようなもの|悪くなっていく
十分充実感を感じている|まあ充実感を感じている|あまり充実感を感じていない|ほとんど(全く)充実感を感じていない
親しみを感じる|どちらかというと親しみを感じる|どちらかというと親しみを感じない|親しみを感じない
良好だと思う|まあ良好だと思う|あまり良好だと思わない|良好だと思わない
必要である|どちらかといえば必要である|どちらかといえば必要でない|必要でない
必要|どちらかといえば必要|どちらかといえば不要|不要
上|中の上|中の中|中の下|下
ほぼ毎日|週に4～5回|週に2～3回|週に1回|月に2～3回|月に1回|それ以下
毎日|週3～4回|週1～2回|月2～3回|月1回以下|まったくしない
いつもしている|ときどきしている|あまりしていない|まったくしていない
よくある|ときどきある|あまりない|まったくない
よく利用する|たまに利用する|ほとんど利用しない|利用したことがない
18～19歳|20～29歳|30～39歳|80歳以上
1年未満|1年以上5年未満|5年以上10年未満|20年以上
1～4年|5～9年|10～19年|20年以上
1人|2人|3人|4人|5人以上
よい|まあよい|ふつう|あまりよくない|よくない
とても幸せ|やや幸せ|あまり幸せでない|全く幸せでない
よくわかった|だいたいわかった|あまりわからなかった|わからなかった
ぜひ参加したい|機会があれば参加したい|あまり参加したくない|参加したくない
ずっと住み続けたい|当分は住み続けたい|できれば移りたい|すぐにでも移りたい
知っている|名前は聞いたことがある|知らない
内容まで知っている|聞いたことがある|知らない
とてもよい|よい|どちらともいえない|わるい|とてもわるい
大いに評価する|ある程度評価する|あまり評価しない|全く評価しない
大いに賛成|やや賛成|やや反対|大いに反対
支持する|どちらかといえば支持する|どちらかといえば支持しない|支持しない
増えた|やや増えた|変わらない|やや減った|減った
高い|やや高い|ふつう|やや低い|低い
非常にそう思う|そう思う|ややそう思う|あまりそう思わない|全くそう思わない
あてはまる|ややあてはまる|どちらともいえない|あまりあてはまらない|あてはまらない
とても当てはまる|まあ当てはまる|あまり当てはまらない|全く当てはまらない
感じる|やや感じる|あまり感じない|感じない
重視する|やや重視する|あまり重視しない|重視しない
苦しい|やや苦しい|普通|ややゆとりがある|ゆとりがある
大変ゆとりがある|ややゆとりがある|普通|やや苦しい|大変苦しい
とても楽しみ|まあ楽しみ|あまり楽しみではない|全く楽しみではない
30分未満|30分以上1時間未満|1時間以上2時間未満|2時間以上
100万円未満|100～200万円未満|200～300万円未満|1,000万円以上
小学生|中学生|高校生|大学生
1年生|2年生|3年生
午前|午後|夜
朝|昼|夜
強く思う|思う|あまり思わない|思わない
とても不安|やや不安|あまり不安ではない|全く不安ではない
賛成|どちらかといえば賛成|どちらかといえば反対|反対
必ず行く|たぶん行く|たぶん行かない|行かない
はい|どちらでもない|いいえ
住みやすい|どちらかといえば住みやすい|どちらかといえば住みにくい|住みにくい
使いやすい|やや使いやすい|やや使いにくい|使いにくい
よくわかる|だいたいわかる|あまりわからない|わからない
""".strip().split("\n")
ABROAD = """
Muy buena|Buena|Regular|Mala|Muy mala|N.S.|N.C.
Mucha|Algo|Poca|Ninguna|No sabe / No contesta
2.001 a 10.000 habitantes|10.001 a 50.000 habitantes|Más de 1.000.000 habitantes
Ótimo|Bom|Regular|Ruim|Péssimo|Não sabe/Não respondeu
Concordo totalmente|Concordo parcialmente|Nem concordo nem discordo|Discordo parcialmente|Discordo totalmente
Até 2 salários mínimos|De 2 a 5 salários mínimos|Mais de 5 salários mínimos|Prefiro não responder
Molto soddisfatto|Abbastanza soddisfatto|Poco soddisfatto|Per niente soddisfatto|Non risponde
Zeer tevreden|Tevreden|Neutraal|Ontevreden|Zeer ontevreden|Weet niet
18 t/m 24 jaar|25 t/m 34 jaar|35 t/m 54 jaar|55 jaar en ouder
Tout à fait satisfait|Plutôt satisfait|Plutôt pas satisfait|Pas du tout satisfait
Moins de 25 ans|25 à 34 ans|35 à 64 ans|65 ans et plus
Tous les jours|Au moins une fois par semaine|Au moins une fois par mois|Moins souvent|Jamais
Trifft voll und ganz zu|Trifft eher zu|Trifft eher nicht zu|Trifft nicht zu|Weiß nicht
매우 잘하고 있다|잘하는 편이다|잘못하는 편이다|매우 잘못하고 있다|모름/무응답
매우 그렇다|그렇다|보통이다|그렇지 않다|전혀 그렇지 않다
매우 만족|만족|보통|불만족|매우 불만족
10대|20대|30대|60대 이상
30만원 미만|30만원~50만원 미만|50만원 이상
非常满意|满意|一般|不满意|非常不满意
非常滿意|滿意|普通|不滿意|非常不滿意|不知道/沒意見
非常贊成|贊成|不贊成|非常不贊成|拒答
很了解|比较了解|不太了解|完全不了解
18岁以下|18~25|26~30|31~60|60以上
每天|每週數次|每月數次|很少|從不
""".strip().split("\n")
"""In many languages, with reasons for giving no answer behind the scale."""
LONG_SCALES = [
    "Less than high school (Grades 1-8 or no formal schooling)"
    "|High school incomplete (Grades 9-11 or Grade 12 with NO diploma)"
    "|High school graduate (Grade 12 with diploma or GED certificate)|Some college, no degree"
    "|Two year associate degree from a college or university|Four year college or university degree"
    "|Some postgraduate or professional schooling, no postgraduate degree"
    "|Postgraduate or professional degree, including master's, doctorate, medical or law degree",
    "Strong Democrat|Not Str Democrat|Ind,Near Dem|Independent|Ind,Near Rep|Not Str Republican"
    "|Strong Republican",
    "Strong Democrat|Not very strong Democrat|Lean Democrat"
    "|Independent|Lean Republican|Not very strong Republican|Strong Republican",
    "Like a great deal|Like a moderate amount|Like a little"
    "|Neither like nor dislike|Dislike a little|Dislike a moderate amount|Dislike a great deal",
    "Extremely likely|Moderately likely|Slightly likely"
    "|Neither likely nor unlikely|Slightly unlikely|Moderately unlikely|Extremely unlikely",
    "Extremely dissatisfied|Somewhat dissatisfied"
    "|Neither satisfied nor dissatisfied|Somewhat satisfied|Extremely satisfied",
]

OF_NUMBERS = [
    "Less than $10,000|10 to under $20,000|75 to under $100,000|100 to under $150,000|$150,000 or more",
    "1 to 4|5 to 9|10 to 49|50 to 999|1,000 to 4,999|10,000 or more",
    "range_under_18|range_18_24|range_25_34|range_more_than_65",
]

ENDS = """
Not at all|2|3|4|5|6|A lot
No trust at all|1|2|3|4|5|6|7|8|9|Complete trust
Extremely dissatisfied|1|2|3|4|Extremely satisfied
Left|1|2|3|4|Right
まったくそう思わない|2|3|4|とてもそう思う
""".strip().split("\n")
NO_SCALES = """
A|B
B|A
Male|Female|Other
Democrat|Republican|Independent
Labour|Conservative|Liberal Democrat
Urban|Suburban|Rural
Full-time|Part-time|Unemployed|Retired|Student
Car|Bus|Train|Walk
East|West|North|South
Remote|Hybrid|In-person
Trump|Biden|Neither
Yes, at home|Yes, at work|No
Small town|Large city|Suburb
Vanilla|Chocolate
Model 3|Model S|Model X
Very spicy|Mild|Medium
Doctor|Teacher|Primary teacher|University professor
会社員|自営業|パート・アルバイト|学生|無職
自民党|立憲民主党|維新|支持政党なし
持ち家|賃貸|社宅
夫婦のみ|親と子|単身|三世代
新聞|テレビ|ラジオ|インターネット
Always|1|2|3|Often|Not
Red|1|2|3|Blue
Not|1|2|9|Much
""".strip().split("\n")


@pytest.mark.parametrize("scale", [*SCALES, *LONG_SCALES, *OF_NUMBERS, *ENDS])
def test_steps_are_put_in_their_order(scale):
    labels = scale.split("|")
    for seed in range(3):
        seen = random.Random(seed).sample(labels, len(labels))
        ordered, why = in_order(seen)
        assert ordered in (labels, labels[::-1])
        assert why not in ("", AS_SEEN)
        assert (why == CODES) == all(map(str.isdigit, labels))


@pytest.mark.parametrize("scale", ABROAD)
def test_steps_in_other_languages_stand_before_reasons_for_giving_none(scale):
    labels = scale.split("|")
    steps = [label for label in labels if role_of(label) == "substantive"]
    assert labels[: len(steps)] == steps
    assert len(steps) >= 3
    for seed in range(3):
        ordered, why = in_order(random.Random(seed).sample(labels, len(labels)))
        assert ordered[: len(steps)] in (steps, steps[::-1])
        assert why not in ("", AS_SEEN)


@pytest.mark.parametrize("answers", NO_SCALES)
def test_what_is_no_scale_keeps_the_order_of_the_file(answers):
    assert in_order(answers.split("|")) == (answers.split("|"), AS_SEEN)
