"""Sentences of the catalogue: what is wrong with a limit's file, and how a limit is shown.

A problem's place, what was seen and what is allowed are appended by `render_problem`.
"""

SENTENCES: dict[str, dict[str, str]] = {
    # YAML
    "yaml_not_utf8": {"zh": "文件不是 UTF-8 编码", "en": "the file is not UTF-8"},
    "yaml_syntax": {"zh": "不是合法的 YAML：{reason}", "en": "this is not YAML: {reason}"},
    "yaml_empty": {"zh": "文件没有内容", "en": "the file is empty"},
    "yaml_documents": {"zh": "一个文件只能有一个 YAML 文档", "en": "a file holds one YAML document only"},
    "yaml_alias": {"zh": "不允许使用锚点和别名，请写出全文", "en": "anchors and aliases are not allowed"},
    "yaml_tag": {"zh": "不允许使用标签", "en": "tags are not allowed"},
    "yaml_deep": {"zh": "嵌套层次过深", "en": "the file is nested too deeply"},
    "yaml_key": {"zh": "键必须是一个词", "en": "a key must be a plain word"},
    "yaml_repeated_key": {
        "zh": "键 {key} 重复，第一次出现在第 {first} 行",
        "en": "the key {key} is repeated; it first stands in line {first}",
    },
    # Files and names
    "catalogue_unreadable": {
        "zh": "文件无法读取：{reason}",
        "en": "the file cannot be read: {reason}",
    },
    "catalogue_no_folder": {"zh": "没有这个限额文件夹", "en": "there is no such folder of limits"},
    "catalogue_empty_folder": {
        "zh": "文件夹中没有限额文件（*.yaml）",
        "en": "the folder holds no limit (*.yaml)",
    },
    "catalogue_suffix": {"zh": "限额文件的后缀应为 .yaml", "en": "a file of limits ends in .yaml"},
    "catalogue_outside_rulebook": {
        "zh": "限额文件须放在规则册的子文件夹中",
        "en": "a limit stands in the folder of its rulebook",
    },
    "catalogue_too_deep": {
        "zh": "规则册文件夹中不能再有子文件夹",
        "en": "a rulebook's folder has no folders inside",
    },
    "catalogue_name": {
        "zh": "名称只能由小写字母、数字和连字符组成，且不能是 default",
        "en": "a name is made of small letters, digits and hyphens, and is not default",
    },
    "catalogue_list_name": {
        "zh": "名单的名称只能由字母、数字和下划线组成，且不能与关键字或事实同名",
        "en": "a list's name is made of letters, digits and underscores, and is no keyword and no fact",
    },
    "catalogue_twice": {
        "zh": "{name} 已在 {other} 中定义；要收紧它，同名文件中只写 stricter:，其下写更严的 bound 和 warn_at",
        "en": "{name} already stands in {other}; to make it stricter let the file hold stricter: alone, and under it a "
        "stricter bound and warn_at",
    },
    "catalogue_name_twice": {
        "zh": "{name} 已在 {other} 中定义",
        "en": "{name} already stands in {other}",
    },
    "override_twice": {
        "zh": "{other} 已收紧 {name}；一项限额只能由一个文件收紧",
        "en": "{other} makes {name} stricter already; one file makes a limit stricter",
    },
    "override_unknown": {
        "zh": "没有可以收紧的这项限额",
        "en": "there is no such limit that could be made stricter",
    },
    "override_of_nothing": {
        "zh": "没有写明收紧什么",
        "en": "it is not said what is made stricter",
    },
    "override_of_ban": {
        "zh": "该限额是禁止性的，没有可以收紧的数值",
        "en": "this limit is a ban, and there is no number that could be stricter",
    },
    "override_other_side": {
        "zh": "自 {day} 起的法定值是另一方向的",
        "en": "the law's value from {day} is of the other side",
    },
    "override_looser": {
        "zh": "内部规定的 {bound} 比自 {day} 起的法定 {law} 宽松；内部规定只能更严",
        "en": "the house's {bound} is looser than the {law} of the law from {day}; a house can only be stricter",
    },
    "override_warning_looser": {
        "zh": "内部预警线 {line} 比原有的 {law} 宽松；内部规定只能更严",
        "en": "the house's warning line {line} is looser than the {law} there is; a house can only be stricter",
    },
    # Shape
    "catalogue_unknown_key": {"zh": "不认识的键 {key}", "en": "unknown key {key}"},
    "catalogue_unknown_key_near": {
        "zh": "不认识的键 {key}，是否为 {near}？",
        "en": "unknown key {key}; did you mean {near}?",
    },
    "catalogue_missing_key": {"zh": "缺少键 {key}", "en": "the key {key} is missing"},
    "catalogue_needs_keys": {"zh": "这里应为键和值", "en": "keys with values belong here"},
    "catalogue_needs_list": {"zh": "这里应为列表", "en": "a list belongs here"},
    "catalogue_needs_word": {"zh": "这里应为一个词或一个数", "en": "a single word or number belongs here"},
    "catalogue_empty": {
        "zh": "没有值；不需要时请删去该键",
        "en": "no value; leave the key out if not needed",
    },
    "catalogue_no_such_word": {"zh": "不是允许的词", "en": "this is not one of the allowed words"},
    "catalogue_whole_number": {"zh": "应为正整数", "en": "a whole number above zero belongs here"},
    "catalogue_only_true": {"zh": "只能为 true，否则请删去该键", "en": "only true makes sense here"},
    # Cites
    "catalogue_unknown_instrument": {
        "zh": "instruments.yaml 中没有这一文件",
        "en": "no such instrument in instruments.yaml",
    },
    "catalogue_quote_missing": {
        "zh": "basis 为 text 时须引用原文（quote）",
        "en": "with basis text the words themselves must be quoted",
    },
    "catalogue_quote_too_much": {
        "zh": "basis 为 {basis} 时没有读到原文，不能引用",
        "en": "with basis {basis} the text itself was not read, so nothing may be quoted",
    },
    "catalogue_day": {"zh": "应为日期", "en": "a day belongs here"},
    # Bounds
    "catalogue_no_bound": {"zh": "没有任何限额值", "en": "there is no bound at all"},
    "catalogue_no_comparison": {"zh": "没有比较方式", "en": "the value has no comparison"},
    "catalogue_two_comparisons": {
        "zh": "一个限额值只能有一种比较方式",
        "en": "a value has exactly one comparison",
    },
    "catalogue_not_after": {
        "zh": "not_after 比较日期，而分子是数额；目前没有以日期为度量的限额",
        "en": "not_after compares days, and the numerator is an amount: no measure of days is supported yet",
    },
    "catalogue_bound_day": {
        "zh": "限额值的键应为施行日，只知年份时写年份",
        "en": "a bound's key is the day from which it holds, or a year where only that is known",
    },
    "catalogue_same_day": {
        "zh": "与 {other} 是同一天",
        "en": "this is the same day as {other}",
    },
    "catalogue_repeal_of_nothing": {
        "zh": "此前没有可废止的限额值",
        "en": "nothing is in force that could be repealed",
    },
    "catalogue_repeal_year": {"zh": "废止须写明日期", "en": "a repeal needs its day"},
    "catalogue_bound_value": {
        "zh": "不是比例或数额（整数后忘了 % 也会如此）",
        "en": "this is no share and no amount (has a % been forgotten?)",
    },
    "catalogue_amount_needs_unit": {
        "zh": "没有分母的限额是数额，须写明单位（元、天、只等）",
        "en": "without a denominator the bound is an amount and needs its unit, in Chinese",
    },
    "catalogue_when_alone": {
        "zh": "when 和 numerator 只用于列出几个限额值的日期",
        "en": "when and numerator belong to a day that lists several values",
    },
    "catalogue_when_missing": {
        "zh": "同一日期的几个限额值须至少两个，且各自写明 when",
        "en": "a list of values has at least two, each with its when",
    },
    "catalogue_numerator_of_figures": {
        "zh": "只有产品自身数字的限额，各限额值才能有不同的度量；持仓之和的度量只写在 numerator 一处",
        "en": "values may differ in what they measure only among figures of the product; what is summed is said once",
    },
    "catalogue_repeal_in_list": {
        "zh": "废止不能列在几个限额值之中",
        "en": "a repeal is no value of a list",
    },
    "catalogue_share_not_yuan": {
        "zh": "有分母的限额是比例，不能是金额",
        "en": "with a denominator the bound is a share, not an amount",
    },
    "catalogue_sides_differ": {
        "zh": "同一限额不能既有上限又有下限",
        "en": "one limit cannot hold an amount down and hold it up",
    },
    # Measures, subjects, groups
    "catalogue_unknown_measure": {"zh": "没有这种度量", "en": "there is no such measure"},
    "catalogue_unknown_denominator": {"zh": "没有这种分母", "en": "there is no such denominator"},
    "catalogue_units_differ": {
        "zh": "分子与分母的单位不同",
        "en": "numerator and denominator have different units",
    },
    "catalogue_denominator_of_tranche": {
        "zh": "期次只有自己的全部持仓市值可作分母",
        "en": "a tranche has no figure of its own but the value of what it holds",
    },
    "catalogue_denominator_of_group": {
        "zh": "分母 {denominator} 属于被判断的组，与 group_by: {group_by} 不配",
        "en": "the denominator {denominator} belongs to the group and does not fit group_by: {group_by}",
    },
    "catalogue_shares_need_denominator": {
        "zh": "股数须有分母",
        "en": "a sum of shares needs a denominator",
    },
    "catalogue_exempt_of_manager": {
        "zh": "管理人层面的限额没有豁免，只有不计入合计的产品",
        "en": "a manager's limit exempts nobody; holdings leave its sum",
    },
    "catalogue_leaves_out_of_product": {
        "zh": "只有管理人层面的限额才有不计入合计的产品",
        "en": "only a manager's sum can be left; a product is exempt",
    },
    "catalogue_measure_of_subject": {
        "zh": "{numerator} 不能按这一主体计量",
        "en": "{numerator} cannot be measured for this subject",
    },
    "catalogue_figure_alone": {
        "zh": "该度量不是持仓之和，没有分组，也不挑选持仓",
        "en": "this measure is no sum of holdings: nothing is grouped or counted",
    },
    "catalogue_itself_needs_count": {
        "zh": "禁止产品本身的限额须用 count 写明何种产品违反",
        "en": "a ban on a product says with count which products break it",
    },
    "catalogue_of_managers": {
        "zh": "只有管理人层面的限额才有这一项",
        "en": "only a limit over a manager's products has this",
    },
    "catalogue_of_products": {
        "zh": "只有产品层面的限额才有这一项",
        "en": "only a limit on a product has this",
    },
    "catalogue_where_unknown_of_amount": {
        "zh": "where_unknown 只用于没有分母的持仓合计",
        "en": "where_unknown belongs to a sum of holdings without a denominator",
    },
    "catalogue_trigger_of_sum": {
        "zh": "触发条件的分子须是持仓之和",
        "en": "the numerator of a trigger is a sum of holdings",
    },
    # Standing, warning, cure, readings
    "catalogue_draft_in_force": {
        "zh": "依据是现行条文，standing 不应为 draft",
        "en": "what it cites is in force, so its standing is not draft",
    },
    "catalogue_draft_standing": {
        "zh": "依据是草案，standing 应为 draft",
        "en": "what it cites is a draft, so its standing is draft",
    },
    "catalogue_practice_standing": {
        "zh": "依据是监管实践而非条文，standing 应为 advisory",
        "en": "what it cites is practice and no text, so its standing is advisory",
    },
    "catalogue_warning_of_ban": {"zh": "禁止性限额没有预警线", "en": "a ban has no warning line"},
    "catalogue_warning_outside": {
        "zh": "预警线应在限额以内：上限小于 100%，下限大于 100%",
        "en": "a warning line lies inside the bound: below 100% for caps, above it for floors",
    },
    "catalogue_no_clock": {"zh": "没有写明调整期限", "en": "it is not said how long a cure may take"},
    "catalogue_two_clocks": {"zh": "只能有一种调整期限", "en": "a cure has exactly one clock"},
    "catalogue_clock_without_days": {
        "zh": "没有天数，也就没有起算日",
        "en": "without days there is no day to start from",
    },
    "catalogue_reading_empty": {
        "zh": "另一种理解须替换至少一项",
        "en": "another reading replaces something",
    },
    # Kinds
    "catalogue_lacks_column": {
        "zh": "资产表和持仓表没有这一列",
        "en": "neither assets nor holdings have such a column",
    },
    "catalogue_by_fact": {
        "zh": "须为资产的枚举或是否类事实",
        "en": "this must be a fact of the asset that is a word or true/false",
    },
    "catalogue_by_fact_missing": {
        "zh": "没有说明 {values} 时如何",
        "en": "nothing is said for {values}",
    },
    # Ratings
    "catalogue_rating_not_on_scale": {
        "zh": "评级表已有，只能为其中的评级增加写法",
        "en": "the scale is there already: only spellings of its ratings can be added",
    },
    "catalogue_rating_twice": {
        "zh": "已是 {other} 的写法",
        "en": "this is how {other} is written already",
    },
    # Conditions
    "condition_at": {"zh": "条件第 {at} 个字符：{what}", "en": "condition, character {at}: {what}"},
    "condition_too_long": {"zh": "条件超过 {most} 个字符", "en": "a condition has at most {most} characters"},
    "condition_too_deep": {
        "zh": "括号、NOT、CASE、函数嵌套超过 {most} 层",
        "en": "parentheses, NOT, CASE and functions nest at most {most} deep",
    },
    "condition_text_long": {"zh": "文字超过 {most} 个字符", "en": "a text has at most {most} characters"},
    "condition_comment": {"zh": "不允许注释", "en": "comments are not allowed"},
    "condition_semicolon": {
        "zh": "条件只是一个表达式，不允许分号",
        "en": "a condition is one expression: no ;",
    },
    "condition_quoted_name": {"zh": "名称不加引号", "en": "names are not quoted"},
    "condition_backslash": {"zh": "不允许反斜杠", "en": "backslashes are not allowed"},
    "condition_division": {
        "zh": "不做除法（会舍入）；请写成 a >= 2 * b",
        "en": "nothing is divided (it would be rounded): write a >= 2 * b",
    },
    "condition_percent": {"zh": "比例请写成小数，如 0.25", "en": "write a share as a decimal: 0.25"},
    "condition_text_open": {"zh": "引号没有结束", "en": "a quoted text is not closed"},
    "condition_character": {"zh": "不允许的字符", "en": "this character is not allowed"},
    "condition_number": {"zh": "不是数", "en": "this is no number"},
    "condition_number_long": {
        "zh": "数过长：小数点前最多18位，后最多12位",
        "en": "the number is too long: at most 18 digits before the point and 12 after it",
    },
    "condition_ends": {"zh": "条件不完整", "en": "the condition ends too early"},
    "condition_expected": {"zh": "这里不应是这个", "en": "something else belongs here"},
    "condition_unexpected": {"zh": "这里读不下去", "en": "the condition cannot go on like this"},
    "condition_unknown_fact": {"zh": "没有这个事实", "en": "there is no such fact"},
    "condition_fact_elsewhere": {
        "zh": "这里只能使用管理人和产品的事实（以及 as_of）",
        "en": "only facts of the manager and the product (and as_of) can be used here",
    },
    "condition_unknown_function": {"zh": "没有这个函数", "en": "there is no such function"},
    "condition_unknown_list": {
        "zh": "没有这个名单（lists.yaml）",
        "en": "there is no such list in lists.yaml",
    },
    "condition_own_fact": {
        "zh": "该组合的 portfolio.yaml 没有声明这一事实（facts）",
        "en": "no fact of this name is declared in the portfolio's portfolio.yaml (facts)",
    },
    "condition_own_fact_name": {
        "zh": "自有列的事实写作“归属.列名”，归属为 manager、product、asset、holding、issuer、counterparty",
        "en": "a fact of an own column is OWNER.COLUMN; owners are manager, product, asset, holding, issuer and "
        "counterparty",
    },
    "condition_rating_fact": {
        "zh": "RATED_BELOW 的第一项须为评级",
        "en": "the first argument of RATED_BELOW is a rating",
    },
    "condition_rating": {
        "zh": "评级表（ratings.yaml）中没有这个评级",
        "en": "ratings.yaml has no such rating",
    },
    "condition_one_rating": {
        "zh": "评级下限须恰为一个评级",
        "en": "a floor is exactly one rating",
    },
    "condition_list_long": {"zh": "名单过长", "en": "the list is too long"},
    "condition_in_literals": {"zh": "IN 的括号里只能是值", "en": "only plain values stand behind IN"},
    "condition_value": {"zh": "不是该事实的取值", "en": "this is no value of the fact it is compared with"},
    "condition_types": {"zh": "{left}不能与{right}比较", "en": "{left} cannot be compared with {right}"},
    "condition_needs_bool": {"zh": "这里应为是非判断", "en": "something true or false belongs here"},
    "condition_needs_text": {"zh": "这里应为文字", "en": "a text belongs here"},
    "condition_needs_number": {"zh": "这里应为数", "en": "a number belongs here"},
    "condition_no_order": {"zh": "文字和是非没有大小", "en": "texts and truths have no order"},
    "condition_null": {
        "zh": "未知不能比较；请用 IS NULL",
        "en": "the unknown cannot be compared: use IS NULL",
    },
    "condition_date": {"zh": "不是日期", "en": "this is no day"},
    "condition_arguments": {"zh": "参数个数不对", "en": "wrong number of arguments"},
    "condition_case_in_when": {
        "zh": "WHEN 的条件里不能再有 CASE",
        "en": "no CASE in the condition of a CASE",
    },
    "condition_too_large": {"zh": "结果可能超出38位小数", "en": "the result may not fit 38 digits"},
    "condition_polars": {"zh": "条件无法编译：{reason}", "en": "the condition does not compile: {reason}"},
    "condition_kind_bool": {"zh": "是非", "en": "a truth"},
    "condition_kind_text": {"zh": "文字", "en": "a text"},
    "condition_kind_number": {"zh": "数", "en": "a number"},
    "condition_kind_date": {"zh": "日期", "en": "a day"},
    "condition_kind_null": {"zh": "空值", "en": "NULL"},
    # Proofreading
    "lint_condition_of_nothing": {
        "zh": "条件没有用到任何事实",
        "en": "the condition names no fact",
    },
    "lint_number_not_quoted": {
        "zh": "引文中没有这个数：“{quote}”",
        "en": "the number is not in the words quoted: “{quote}”",
    },
    "lint_never_applies": {
        "zh": "没有任何产品和管理人能满足这一条件",
        "en": "no product and manager can satisfy this",
    },
    "lint_counts_no_kind": {
        "zh": "没有任何资产能满足这一条件",
        "en": "no holding of any kind of asset can satisfy this",
    },
    "lint_never_true": {"zh": "这一条件永远不成立", "en": "this can never be true"},
    "lint_never_together": {
        "zh": "在限额适用之处（applies_to），这一条件永远不成立",
        "en": "this can never be true where the limit applies (applies_to)",
    },
    "lint_too_many": {
        "zh": "取值组合过多，无法逐一验证条件能否成立",
        "en": "too many combinations of values to try whether this can be true",
    },
    "lint_void_fact": {
        "zh": "{fact} 在此没有意义：计入的资产类型（{kinds}）都没有这一列",
        "en": "{fact} says nothing here: every kind of asset counted ({kinds}) lacks it",
    },
    "lint_days_in_order": {
        "zh": "限额值应按日期先后书写，{before} 在其之前",
        "en": "values are written in the order of their days, and {before} stands before this",
    },
    "lint_checked_later": {"zh": "核对日在今天之后", "en": "this day is still to come"},
    "lint_twin": {
        "zh": "与 {other} 是同一限额：对象、条件、度量、分组、分母相同，日期重叠",
        "en": "this asks the same as {other}: subject, conditions, measure, groups and denominator, on the same days",
    },
    "lint_decision_against_kind": {
        "zh": "与 kinds.yaml 矛盾：{kind} 在同样情形下是 {by_kind}",
        "en": "this contradicts kinds.yaml, by which {kind} is {by_kind} then",
    },
    # Cases
    "case_name_missing": {"zh": "案例没有名称", "en": "a case needs a name"},
    "case_repeated": {"zh": "案例名称重复", "en": "two cases have the same name"},
    "case_expect_empty": {"zh": "没有写明期望", "en": "nothing is expected"},
    "case_no_cases": {"zh": "没有案例", "en": "there are no cases"},
    "case_status_differs": {
        "zh": "应为 {expected}，实为 {found}",
        "en": "expected {expected}, found {found}",
    },
    "case_field_differs": {
        "zh": "{field} 应为 {expected}，实为 {found}",
        "en": "{field}: expected {expected}, found {found}",
    },
    # How a limit is shown
    "show_in_force": {"zh": "现行", "en": "in force"},
    "show_advisory": {"zh": "提示", "en": "advisory"},
    "show_draft": {"zh": "草案", "en": "draft"},
    "show_basis_text": {"zh": "引自原文", "en": "quoted from the text"},
    "show_basis_number": {"zh": "数字读自转述，未引原文", "en": "read in a paraphrase, nothing quoted"},
    "show_basis_practice": {"zh": "监管实践", "en": "supervisory practice"},
    "show_basis_draft": {"zh": "草案", "en": "a draft"},
    "show_heading_law": {"zh": "条文", "en": "The law"},
    "show_heading_formula": {"zh": "算式", "en": "The formula"},
    "show_heading_who": {"zh": "适用", "en": "Who is judged"},
    "show_heading_count": {"zh": "计入", "en": "What counts"},
    "show_heading_exempt": {"zh": "豁免", "en": "Exempt"},
    "show_heading_leaves_out": {"zh": "不计入合计", "en": "Left out of the sum"},
    "show_heading_bound": {"zh": "限额沿革", "en": "The bound over time"},
    "show_heading_cure": {"zh": "被动超限的调整", "en": "Cure of a passive breach"},
    "show_heading_readings": {"zh": "其他理解", "en": "Other readings"},
    "show_heading_facts": {"zh": "用到的事实", "en": "Facts used"},
    "show_heading_note": {"zh": "说明", "en": "Note"},
    "show_heading_cases": {"zh": "案例", "en": "Cases"},
    "show_heading_through": {"zh": "穿透", "en": "Look-through"},
    "show_heading_trigger": {"zh": "触发条件", "en": "What must come first"},
    "show_heading_settings": {"zh": "名单和设定", "en": "Lists and settings"},
    "show_heading_not_judged": {
        "zh": "本规则集明知而不判断的",
        "en": "What this rulebook knowingly does not judge",
    },
    "show_quoted": {"zh": "“{quote}”", "en": "“{quote}”"},
    "show_cite": {
        "zh": "{name}（{number}）{article}，{basis}",
        "en": "{name} ({number}), {article}; {basis}",
    },
    "show_formula_ratio": {
        "zh": "{subject}：{numerator} ÷ {denominator} {sign} {bound}",
        "en": "for {subject}: {numerator} ÷ {denominator} {sign} {bound}",
    },
    "show_formula_amount": {
        "zh": "{subject}：{numerator} {sign} {bound}",
        "en": "for {subject}: {numerator} {sign} {bound}",
    },
    "show_formula_ban": {
        "zh": "{subject}：禁止（{numerator}）",
        "en": "for {subject}: forbidden ({numerator})",
    },
    "show_each": {"zh": "{subject}，{group}", "en": "{subject}, {group}"},
    "show_when": {"zh": "{when} 时：{said}", "en": "where {when}: {said}"},
    "show_measured": {"zh": "{numerator} {bound}", "en": "{numerator} {bound}"},
    "show_through_replace": {
        "zh": "所持产品按比例替换为其持仓，逐层穿透",
        "en": "held products are replaced by their holdings pro rata, to any depth",
    },
    "show_through_advisory": {
        "zh": "判断直接持仓，所持产品是单独的资产；穿透后的合计另作提示",
        "en": "direct holdings are judged, a held product is an asset of its own; the sum through products is advice",
    },
    "show_with_subsidiaries": {
        "zh": "合计其直接子公司的产品（parent_id）",
        "en": "the products of its direct subsidiaries (parent_id) are summed too",
    },
    "show_at_least_products": {
        "zh": "只计至少 {products} 只产品持有的",
        "en": "only what at least {products} products hold",
    },
    "show_some_holding": {
        "zh": "且产品至少有一笔持仓满足：{condition}",
        "en": "and some holding of the product satisfies: {condition}",
    },
    "show_trigger": {
        "zh": "仅当{group}：{numerator} ÷ {denominator} > {line}",
        "en": "only if for {group}: {numerator} ÷ {denominator} > {line}",
    },
    "show_counted": {"zh": "计入：{condition}", "en": "counting: {condition}"},
    "show_where_unknown": {
        "zh": "未填的以{take}代替；合计超过限额的 {line} 即无法判断",
        "en": "where it is not known, the {take} stands in; past {line} of the bound that decides nothing",
    },
    "value_yuan": {"zh": "{written}", "en": "{number} yuan"},
    "value_shares": {"zh": "{written}", "en": "{number} units"},
    "value_days": {"zh": "{written}", "en": "{number} days"},
    "value_months": {"zh": "{written}", "en": "{number} months"},
    "value_trading_days": {"zh": "{written}", "en": "{number} trading day(s)"},
    "value_assets": {"zh": "{written}", "en": "{number} assets"},
    "value_funds": {"zh": "{written}", "en": "{number} funds"},
    "value_products": {"zh": "{written}", "en": "{number} products"},
    "show_nobody": {"zh": "无", "en": "nobody"},
    "show_list": {"zh": "{name}（{count} 项）：{entries}", "en": "{name} ({count}): {entries}"},
    "show_list_empty": {"zh": "{name}：目前为空", "en": "{name}: known to be empty"},
    "show_setting_not_made": {
        "zh": "{name}：尚未设定；在自己的 lists.yaml 中设定之前，取决于它的无法判断",
        "en": "{name}: nobody has made this setting; until your own lists.yaml does, what hangs on it is undetermined",
    },
    "show_not_judged": {"zh": "{what}（{why}）", "en": "{what} ({why})"},
    "show_summed_denominator": {
        "zh": "各产品{denominator}之和",
        "en": "the products' {denominator}, added up",
    },
    "show_warning": {"zh": "预警线：限额的 {line}", "en": "Warning line: {line} of the bound"},
    "show_every_holding": {
        "zh": "且产品的每一笔持仓均满足：{condition}",
        "en": "and every holding of the product satisfies: {condition}",
    },
    "show_everything": {"zh": "全部持仓", "en": "everything held"},
    "show_house_line": {
        "zh": "{said}（内部规定；法定 {law}）",
        "en": "{said} (line of the house; the law's: {law})",
    },
    "show_bound_from": {"zh": "自 {day} 起：{bound}", "en": "from {day}: {bound}"},
    "show_bound_between": {
        "zh": "{day} 至 {until}：{bound}",
        "en": "{day} to {until}: {bound}",
    },
    "show_year_only": {
        "zh": "{year} 年内（具体日期不详，该年内无法判定）",
        "en": "some day in {year} (undetermined within that year)",
    },
    "show_cure_trading_days": {
        "zh": "{days} 个交易日内，{start}",
        "en": "within {days} trading days, {start}",
    },
    "show_cure_working_days": {
        "zh": "{days} 个工作日内，{start}",
        "en": "within {days} working days, {start}",
    },
    "show_cure_none": {"zh": "没有调整期", "en": "no time to cure"},
    "show_cure_no_new_buying": {
        "zh": "没有期限，但不得新增投资",
        "en": "no deadline, but nothing may be added",
    },
    "show_start_breach": {"zh": "自超限之日起", "en": "counted from the breach"},
    "show_start_saleable": {
        "zh": "自资产可以出售之日起",
        "en": "counted from the day the asset can be sold",
    },
    "show_reading": {"zh": "{name}：{title}（{changes}）", "en": "{name}: {title} ({changes})"},
    "show_change": {"zh": "{field} 改为 {value}", "en": "{field} becomes {value}"},
    # What changed
    "diff_nothing": {"zh": "没有变化。", "en": "Nothing changed."},
    "diff_counted": {
        "zh": "{changes} 处变化：限额 {limits} 项，其他 {others} 项。",
        "en": "Changes {changes}: in limits {limits}, in other entries {others}.",
    },
    "diff_added": {"zh": "新增：{text}", "en": "added: {text}"},
    "diff_removed": {"zh": "删除：{text}", "en": "removed: {text}"},
    "diff_begins": {"zh": "自 {day} 起施行：{new}", "en": "comes into force from {day}: {new}"},
    "diff_ends": {"zh": "自 {day} 起不再施行：{old}", "en": "no longer in force from {day}: {old}"},
    "diff_tightened": {
        "zh": "自 {day} 起收紧：{old} → {new}",
        "en": "tightened from {day}: {old} → {new}",
    },
    "diff_loosened": {
        "zh": "自 {day} 起放宽：{old} → {new}",
        "en": "loosened from {day}: {old} → {new}",
    },
    "diff_replaced": {
        "zh": "自 {day} 起改为另一种界限：{old} → {new}",
        "en": "replaced by another kind of bound from {day}: {old} → {new}",
    },
    "diff_field": {"zh": "{field}：{old} → {new}", "en": "{field}: {old} → {new}"},
    "diff_field_new": {"zh": "{field}，新增：{new}", "en": "{field}, new: {new}"},
    "diff_field_gone": {"zh": "{field}，删去：{old}", "en": "{field}, gone: {old}"},
    "diff_reworded": {"zh": "{field}：文字有改动", "en": "{field}: reworded"},
    "diff_yes": {"zh": "是", "en": "yes"},
    "diff_no": {"zh": "否", "en": "no"},
    "diff_of_limit": {"zh": "限额", "en": "Limits"},
    "diff_of_rulebook": {"zh": "规则集", "en": "Rulebooks"},
    "diff_of_kind": {"zh": "资产类型", "en": "Kinds of assets"},
    "diff_of_list": {"zh": "名单和设定", "en": "Lists and settings"},
    "diff_of_rating": {"zh": "评级", "en": "Ratings"},
    "diff_of_decision": {"zh": "标准化债权类资产的认定", "en": "Standard or not"},
    "diff_of_instrument": {"zh": "法律文件", "en": "Instruments"},
    "diff_limit_title": {"zh": "名称", "en": "title"},
    "diff_limit_standing": {"zh": "效力", "en": "standing"},
    "diff_limit_judge_per": {"zh": "判断对象", "en": "judged for"},
    "diff_limit_applies_to": {"zh": "适用", "en": "who is judged"},
    "diff_limit_only_if_every_holding": {
        "zh": "仅当每一笔持仓满足",
        "en": "only if every holding satisfies",
    },
    "diff_limit_only_if_some_holding": {
        "zh": "仅当有一笔持仓满足",
        "en": "only if some holding satisfies",
    },
    "diff_limit_trigger": {"zh": "触发条件", "en": "what must come first"},
    "diff_limit_with_subsidiaries": {"zh": "合计子公司的产品", "en": "subsidiaries summed too"},
    "diff_limit_at_least_products": {"zh": "至少几只产品持有", "en": "products that hold it, at least"},
    "diff_limit_count": {"zh": "计入", "en": "what counts"},
    "diff_limit_where_unknown": {"zh": "未填的代以", "en": "in place of the unknown"},
    "diff_limit_group_by": {"zh": "分组", "en": "grouped by"},
    "diff_limit_through": {"zh": "穿透", "en": "look-through"},
    "diff_limit_numerator": {"zh": "分子", "en": "numerator"},
    "diff_limit_denominator": {"zh": "分母", "en": "denominator"},
    "diff_limit_warn_at": {"zh": "预警线", "en": "warning line"},
    "diff_limit_cure": {"zh": "被动超限的调整", "en": "cure of a passive breach"},
    "diff_limit_note": {"zh": "说明", "en": "note"},
    "diff_limit_exempt": {"zh": "豁免", "en": "exempt"},
    "diff_limit_leaves_out": {"zh": "不计入合计", "en": "left out of the sum"},
    "diff_field_long": {"zh": "{field}：\n原：{old}\n今：{new}", "en": "{field}:\nwas: {old}\nis: {new}"},
    "diff_limit_bound_cite": {"zh": "限额值的依据", "en": "law behind the bound"},
    "diff_limit_bound_quote": {"zh": "限额值的引文", "en": "words quoted for the bound"},
    "diff_limit_cure_cite": {"zh": "调整期限的依据", "en": "law behind the cure"},
    "diff_limit_cure_quote": {"zh": "调整期限的引文", "en": "words quoted for the cure"},
    "diff_limit_trigger_cite": {"zh": "触发条件的依据", "en": "law behind what must come first"},
    "diff_limit_trigger_quote": {"zh": "触发条件的引文", "en": "words quoted for what must come first"},
    "diff_limit_exempt_quote": {"zh": "豁免的引文", "en": "words quoted for the exemption"},
    "diff_limit_leaves_out_quote": {
        "zh": "不计入合计的引文",
        "en": "words quoted for what is left out of the sum",
    },
    "diff_limit_exempt_cite": {"zh": "豁免的依据", "en": "law behind the exemption"},
    "diff_limit_leaves_out_cite": {
        "zh": "不计入合计的依据",
        "en": "law behind what is left out of the sum",
    },
    "diff_limit_reading": {"zh": "其他理解 {name}", "en": "reading {name}"},
    "diff_rulebook_title": {"zh": "名称", "en": "title"},
    "diff_rulebook_checked": {"zh": "核对日", "en": "checked"},
    "diff_rulebook_covers": {"zh": "范围", "en": "what it covers"},
    "diff_rulebook_instruments": {"zh": "法律文件", "en": "instruments"},
    "diff_rulebook_not_judged": {"zh": "不判断", "en": "not judged"},
    "diff_kind_pays": {"zh": "交易从中支付", "en": "trades are paid from it"},
    "diff_kind_title": {"zh": "名称", "en": "title"},
    "diff_kind_debt_class": {"zh": "债权分类", "en": "class of debt"},
    "diff_kind_asset_class": {"zh": "资产大类", "en": "class of asset"},
    "diff_kind_test_class": {"zh": "分类监管口径的类别", "en": "class in the 80% tests"},
    "diff_kind_security_class": {"zh": "是否证券或基金", "en": "security, fund, or neither"},
    "diff_kind_csrc_standardised": {"zh": "证监会口径标准化", "en": "standardised to the CSRC"},
    "diff_kind_same_asset": {"zh": "同一资产的合并", "en": "merged as the same asset"},
    "diff_kind_lacks": {"zh": "没有的列", "en": "columns it lacks"},
    "diff_kind_may_be_negative": {"zh": "市值可为负", "en": "may be worth less than nothing"},
    "diff_kind_look_through": {"zh": "可穿透", "en": "looked through"},
    "diff_list_entries": {"zh": "名单", "en": "entries"},
    "diff_rating_entries": {"zh": "其他写法", "en": "other spellings"},
    "diff_list_setting": {"zh": "设定", "en": "setting"},
    "diff_decision_title": {"zh": "名称", "en": "title"},
    "diff_decision_step": {"zh": "步骤", "en": "step"},
    "diff_decision_class": {"zh": "认定", "en": "class"},
    "diff_decision_row": {"zh": "对照表的行", "en": "row of the table"},
    "diff_decision_kinds": {"zh": "资产类型", "en": "kinds of assets"},
    "diff_decision_when": {"zh": "条件", "en": "condition"},
    "diff_decision_clause": {"zh": "条款", "en": "clause"},
    "diff_decision_quote": {"zh": "引文", "en": "quote"},
    "diff_decision_inferred": {"zh": "推断", "en": "inferred"},
    "diff_decision_to_find_out": {"zh": "须查清", "en": "to find out"},
    "diff_instrument_title": {"zh": "名称和文号", "en": "name and number"},
    "show_fact": {"zh": "{fact}：{meaning}（{place}）", "en": "{fact}: {meaning} ({place})"},
}
