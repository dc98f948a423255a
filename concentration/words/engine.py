"""Sentences of the engine: notes of a run, and reasons why something could not be determined.

A reason is written to a finding as its bare code; the report fills the braces from the finding itself
(`concentration.report.reasons` says which names there are).
"""

SENTENCES: dict[str, dict[str, str]] = {
    # Notes
    "waiver_twice": {
        "zh": "{file} 第 {row} 行：同一豁免已写在 {other}（{limit}，{subject}）。",
        "en": "{file}, row {row}: the same waiver stands at {other} already ({limit}, {subject}).",
    },
    "waiver_expired": {
        "zh": "{file} 第 {row} 行：豁免已于 {expires} 到期，不再有效（{limit}，{subject}）。",
        "en": "{file}, row {row}: the waiver ended on {expires} and covers nothing any more ({limit}, {subject}).",
    },
    "waiver_not_yet": {
        "zh": "{file} 第 {row} 行：豁免自 {first} 起才有效（{limit}，{subject}）。",
        "en": "{file}, row {row}: the waiver is in force from {first} only ({limit}, {subject}).",
    },
    "waiver_exceeded": {
        "zh": "{file} 第 {row} 行：豁免只到 {up_to}，有超限超过或可能超过它，仍是超限（{limit}，{subject}）。",
        "en": "{file}, row {row}: the waiver goes up to {up_to} only, and a breach that is or may be beyond it stays "
        "one ({limit}, {subject}).",
    },
    "waiver_not_needed": {
        "zh": "{file} 第 {row} 行：没有这样的超限，豁免不再需要（{limit}，{subject}）。",
        "en": "{file}, row {row}: there is no such breach, the waiver is no longer needed ({limit}, {subject}).",
    },
    "relations_missing": {
        "zh": "没有 relations 表：各当事人之间均按无关联关系判断，同一资产与关联方不作合并。",
        "en": "There is no relations table: parties are judged as unrelated, and nothing is merged over "
        "related parties.",
    },
    "product_without_holdings": {
        "zh": "产品 {product} 在判断日没有任何持仓记录：产品层面的限额无法判定，管理人合计中按 0 计入。",
        "en": "Product {product} has no holdings on the judged date: its own limits cannot be determined, "
        "and it counts as 0 in the sums of its manager.",
    },
    "unexplained_summary": {
        "zh": "持仓市值与总资产（缺失时为资产净值）相差超过1%的有 {count} 处（逐产品逐日计），最大相差 {ratio}。",
        "en": "Market values differ from total assets (else net assets) by more than 1% in {count} case(s), "
        "counted by product and day, at most by {ratio}.",
    },
    "calendar_ends": {
        "zh": "已知的交易日历只到 {day}：其后的到期日凡影响结论的，均为无法判定。",
        "en": "The known calendar of sessions ends on {day}: maturities after it are undetermined where "
        "they decide.",
    },
    "covers_all_products": {
        "zh": "按 portfolio.yaml（或默认值），各管理人的产品已全部列入；管理人合计以此为前提。",
        "en": "By portfolio.yaml (or its default) all products of each manager are here; the sums of "
        "managers rest on it.",
    },
    "covers_some_products": {
        "zh": "按 portfolio.yaml，管理人的产品未全部列入：管理人层面的上限，未超限的一律为无法判定。",
        "en": "By portfolio.yaml not all products of the managers are here: a cap on a manager that is not "
        "breached is undetermined.",
    },
    "manager_sum_without": {
        "zh": "管理人合计未计入这些产品：{product}。",
        "en": "The sums of the manager leave out these products: {product}.",
    },
    "share_rounding": {
        "zh": "产品 {product} 被持有的份额略超过其资产净值（不超过5%，通常因估值日相差一天），按全部持有计算"
        "。",
        "en": "The units held of product {product} come to slightly more than its net assets (at most 5%, "
        "usually valued a day apart) and are taken as all of it.",
    },
    "no_product_limit": {
        "zh": "所判断的限额中没有一条就以下 {count} 只产品本身作出规定，产品层面对其未作任何判断：{products}。",
        "en": "None of the limits judged speaks of these products by themselves, nothing about them was judged "
        "at product level ({count}): {products}",
    },
    "limits_applied": {
        "zh": "{limits} 条限额中有 {applied} 条适用于所判断的产品和管理人。",
        "en": "{applied} of {limits} limits applied to what was judged.",
    },
    "not_in_force": {
        "zh": "这些规则集的限额在 {day} 尚未施行，未据以判断：{rulebooks}。",
        "en": "The limits of these rulebooks were not yet in force on {day} and judged nothing: {rulebooks}.",
    },
    # Reasons
    "no_holdings": {
        "zh": "产品 {product} 在判断日没有任何持仓记录，无法判断其限额",
        "en": "product {product} has no holdings on the judged date, so its limits cannot be judged",
    },
    "net_assets_not_positive": {
        "zh": "{product} 的 {column}为空、为零或为负，不能作分母",
        "en": "{column} of {product} is empty, zero or negative and cannot be divided by",
    },
    "year_only": {
        "zh": "所依据的资料只写明 {limit} 自 {year} 年起施行，未写明日期，该年内是否适用无法判定",
        "en": "the source says only that {limit} came into force in {year}, not on which day, so within "
        "that year it is undetermined",
    },
    "not_all_products": {
        "zh": "管理人的产品未全部列入（all_products: false），现有合计虽未超限，仍不能判定为合规",
        "en": "not all products of the manager are here (all_products: false), so a sum inside the bound is "
        "no pass",
    },
    "look_through_missing": {
        "zh": "产品 {product} 持有份额的产品，其总资产、资产净值或份额市值不全已知：杠杆虽在限额之内，穿透后可能超限",
        "en": "of the products whose units product {product} holds, itself or through others, total assets, "
        "net assets or the value of the units are not all known: leverage inside its bound may lie beyond it once "
        "looked through",
    },
    "unknown_group": {
        "zh": "部分持仓的 {column}为空，不知归入哪一组，计入任何一组都可能改变结论",
        "en": "{column} of some holdings is empty, so their group is not known and they may lift any group",
    },
    "unexplained_holdings": {
        "zh": "持仓不完整（holdings: partial），未列明的{amount}可能改变结论",
        "en": "the holdings are partial (holdings: partial), and the unexplained {amount} may decide",
    },
    "setting_not_made": {
        "zh": "设定 {setting} 尚未作出，请在自有规则文件夹的 lists.yaml 中写明",
        "en": "the setting {setting} has not been made; write it in lists.yaml of a folder of your own",
    },
    "holdings_without_tranche": {
        "zh": "部分持仓未写明期次，可能属于其中任何一期",
        "en": "some holdings name no tranche and may belong to any",
    },
    "applies_unknown": {
        "zh": "本限额是否适用取决于不全的数据（触发条件，或其他持仓的市值）",
        "en": "whether the limit applies hangs on data that are missing (its trigger, or the value of other holdings)",
    },
    "held_product_unknown": {
        "zh": "所持产品的资产净值或所持份额的市值未填，不能穿透，其中可能有被禁止的资产",
        "en": "the net assets of a held product, or the value of its units, are missing: what is banned may be inside",
    },
    "size_not_positive": {
        "zh": "{column}为零或为负，不能作分母",
        "en": "{column} is zero or negative and cannot be divided by",
    },
    "total_assets_below_net_assets": {
        "zh": "总资产小于资产净值（或不为正），数据必有误，杠杆无法判定",
        "en": "total assets are below net assets (or not positive), which cannot be right, so leverage cannot be "
        "judged",
    },
    "left_out_of_sum": {
        "zh": "依{law}不计入管理人合计的另有 {amount}",
        "en": "besides, {amount} left out of the manager's sum by {law}",
    },
}
