"""Sentences and labels of the report, and the frame of a problem's line."""

SENTENCES: dict[str, dict[str, str]] = {
    # Where a problem stands, and what is said after it
    "at_place": {"zh": "{place}：{text}", "en": "{place}: {text}"},
    "place_file": {"zh": "{name}", "en": "{name}"},
    "place_row": {"zh": "第 {name} 行", "en": "row {name}"},
    "place_column": {"zh": "{name} 列", "en": "column {name}"},
    "problem_seen": {"zh": "；所见：{seen}", "en": "; seen: {seen}"},
    "problem_allowed": {"zh": "；应为：{allowed}", "en": "; allowed: {allowed}"},
    "problem_more_rows": {"zh": "（另有 {count} 行相同）", "en": " (and {count} more such rows)"},
    "format_not_supported": {"zh": "尚不支持这种输出格式", "en": "this output format is not supported yet"},
    "format_unknown": {"zh": "没有这种输出格式", "en": "there is no such output format"},
    "suffix_unknown": {
        "zh": "从文件名的后缀看不出输出格式",
        "en": "the suffix of the file name does not name an output format",
    },
    # Reasons
    "cell_missing": {
        "zh": "{file} 第 {row} 行{key}的 {column}为空",
        "en": "{column} is empty in {file}, row {row}{key}",
    },
    "cell_undecided": {
        "zh": "{file} 第 {row} 行{key}的 {column}：法律对这一取值没有定论，须逐案认定",
        "en": "{column} in {file}, row {row}{key}: the law leaves this value open, to be settled case by case",
    },
    "some_part": {"zh": "部分", "en": "part"},
    "record_missing": {"zh": "{file} 中没有{key}的 {column}", "en": "{file} has no {column}{key}"},
    "key_beside_row": {"zh": "（{key}）", "en": " ({key})"},
    "key_of_record": {"zh": " {key} ", "en": " for {key}"},
    "more_rows": {"zh": "，另有 {count} 行相同", "en": ", and in {count} more rows"},
    "exempt_by": {
        "zh": "豁免：{instrument} {article}：“{quote}”",
        "en": "Exempt by {instrument}, {article}: “{quote}”",
    },
    "exempt_by_article": {"zh": "豁免：{instrument} {article}", "en": "Exempt by {instrument}, {article}"},
    "untitled_column": {"zh": "{column} 列", "en": "{column}"},
    "titled_column": {"zh": "{column}（{title}）", "en": "{column}"},
    # The terminal page: verdict
    "verdict_breach": {
        "zh": "有超限：判断 {judged} 项，其中超限 {breach} 项，无法判定 {undetermined} 项，预警 {warning} 项"
        "。",
        "en": "Breached: of {judged} judged, {breach} breached, {undetermined} undetermined, {warning} with "
        "a warning.",
    },
    "verdict_undetermined": {
        "zh": "未见超限，但不能下结论：判断 {judged} 项，其中无法判定 {undetermined} 项，预警 {warning} 项。",
        "en": "No breach found, but no clean verdict: of {judged} judged, {undetermined} undetermined, "
        "{warning} with a warning.",
    },
    "verdict_warning": {
        "zh": "无超限，有预警：判断 {judged} 项，其中预警 {warning} 项。",
        "en": "No breach, but warnings: of {judged} judged, {warning} with a warning.",
    },
    "verdict_clean": {
        "zh": "全部合规：判断 {judged} 项，无超限、无预警、无待定。",
        "en": "All clear: {judged} judged, no breach, no warning, nothing undetermined.",
    },
    "verdict_nothing": {
        "zh": "没有一项现行限额适用于所读入的产品和管理人。",
        "en": "No limit in force applies to the products and managers read.",
    },
    "change_breach": {
        "zh": "要消除超限：下列 {count} 处须各按所示数额调整到限额以内。",
        "en": "To cure: bring each of the {count} findings below back inside its bound by the amount shown.",
    },
    "change_undetermined": {
        "zh": "要得出结论：补上下列缺失的数据，补齐之前既不是合规也不是超限。",
        "en": "To decide: supply the missing facts listed below; until then these are neither a pass nor a "
        "breach.",
    },
    "change_warning": {
        "zh": "仍在限额之内，但已过预警线：下列余量用完即为超限。",
        "en": "Still inside the bound but past the warning line: a breach once the headroom shown is used "
        "up.",
    },
    "beside_advisory": {
        "zh": "另有提示性结论 {count} 项，单独列出，不影响以上结论。",
        "en": "Besides, {count} advisory, shown apart: they do not change the verdict.",
    },
    "beside_draft": {
        "zh": "另有草案 {count} 项，单独列出，不影响以上结论。",
        "en": "Besides, {count} by drafts of the law, shown apart: they do not change the verdict.",
    },
    "counted_as": {
        "zh": "项 = 限额 × 主体 × 日期，取其最差的一组；处 = 一项之中的一组。",
        "en": "Judged: limit × subject × date by its worst group. Findings: single groups.",
    },
    # What was read and judged
    "heading_read": {"zh": "读入与范围", "en": "Read and judged"},
    "read_counts": {
        "zh": "产品 {products} 只，持仓 {holdings} 行，限额 {limits} 条，判断日 {as_of}",
        "en": "{products} products, {holdings} rows of holdings, {limits} limits, as of {as_of}",
    },
    "dates_range": {"zh": "{first} 至 {last}（共 {count} 日）", "en": "{first} to {last} ({count} dates)"},
    "read_files": {"zh": "行数：{files}", "en": "Rows: {files}"},
    "read_file": {"zh": "{file} {rows}", "en": "{file} {rows}"},
    "all_products_true": {
        "zh": "管理人的产品：已全部列入（all_products: true），管理人合计以此为前提",
        "en": "Products of each manager: all here (all_products: true); sums of managers rest on it",
    },
    "all_products_false": {
        "zh": "管理人的产品：未全部列入（all_products: false），管理人上限未超的一律无法判定",
        "en": "Products of each manager: not all here (all_products: false); a manager's cap that is not "
        "breached is undetermined",
    },
    "holdings_complete": {
        "zh": "持仓：完整（holdings: complete）",
        "en": "Holdings: complete (holdings: complete)",
    },
    "holdings_partial": {
        "zh": "持仓：不完整（holdings: partial），未列明部分可能改变的结论一律无法判定",
        "en": "Holdings: partial (holdings: partial); what the unexplained part could change is undetermined",
    },
    "absent_products": {
        "zh": "缺席的产品（上一日期有、本日期无、且未到期）{count} 只：{products}",
        "en": "Absent products (there on the earlier date, not now, not past maturity), {count}: {products}",
    },
    "unexplained_products": {
        "zh": "持仓与资产不符（未列明部分占比）{count} 只：{products}",
        "en": "Holdings that do not add up to the assets (part unexplained), {count}: {products}",
    },
    "readings_chosen": {"zh": "采用的另一种理解：{readings}", "en": "Readings chosen: {readings}"},
    "and_more": {"zh": "{shown} 等", "en": "{shown}, …"},
    # Sections
    "heading_breach": {"zh": "超限  {count} 处", "en": "Breaches  {count}"},
    "heading_undetermined": {"zh": "无法判定  {count} 处", "en": "Undetermined  {count}"},
    "heading_warning": {"zh": "预警  {count} 处", "en": "Warnings  {count}"},
    "heading_advisory": {
        "zh": "提示性结论（不影响退出码）  {count} 处",
        "en": "Advisory, shown apart and not deciding  {count}",
    },
    "heading_draft": {"zh": "草案（尚未施行）  {count} 处", "en": "Drafts, not in force  {count}"},
    "heading_exempt": {"zh": "豁免  {count} 处", "en": "Exempt  {count}"},
    "heading_waived": {"zh": "已获批准的超限  {count} 处", "en": "Waived  {count}"},
    "heading_pass": {"zh": "合规  {count} 处", "en": "Passes  {count}"},
    "heading_notes": {"zh": "说明", "en": "Notes"},
    "heading_errors": {
        "zh": "未作判断：输入有 {count} 个问题，须先改正",
        "en": "Nothing was judged: {count} problem(s) in the input to be put right first",
    },
    "counts_rest": {
        "zh": "合规 {passed} 项，豁免 {exempt} 项，获批超限 {waived} 项。",
        "en": "Passed {passed}, exempt {exempt}, waived {waived}.",
    },
    "counts_listed": {"zh": "用 --all 逐项列出。", "en": "Use --all to list them."},
    "section_cut": {
        "zh": "另有 {count} 处未列出：{limits}。用 --format json 看全部，或用 --product、--limit 缩小范围。",
        "en": "{count} more not shown: {limits}. --format json has all of them, --product or --limit narrows the page.",
    },
    "causes_cut": {
        "zh": "另有 {count} 种原因未列出：用 --format json 看全部。",
        "en": "{count} more causes not shown: --format json has all of them.",
    },
    "errors_cut": {
        "zh": "另有 {count} 个问题未列出：用 --format json 看全部。",
        "en": "{count} more not shown: --format json has all of them.",
    },
    "notes_cut": {
        "zh": "另有 {count} 条说明未列出：用 --format json 看全部。",
        "en": "{count} more notes not shown: --format json has all of them.",
    },
    # One finding
    "status_breach": {"zh": "超限", "en": "breach"},
    "status_undetermined": {"zh": "无法判定", "en": "undetermined"},
    "status_warning": {"zh": "预警", "en": "warning"},
    "excess": {"zh": "超出 {amount}", "en": "excess {amount}"},
    "shortfall": {"zh": "不足 {amount}", "en": "short {amount}"},
    "headroom": {"zh": "余量 {amount}", "en": "headroom {amount}"},
    "amount_yuan": {"zh": "{amount} 元", "en": "{amount} yuan"},
    "amount_shares": {"zh": "{amount} 股", "en": "{amount} shares"},
    "forbidden": {"zh": "不得持有", "en": "not allowed"},
    "not_after": {"zh": "晚于限期", "en": "too late"},
    "subject_named": {"zh": "{name}（{id}）", "en": "{name} ({id})"},
    "manager": {"zh": "管理人 {subject}", "en": "Manager {subject}"},
    "tranche": {"zh": "{subject}，期次 {id}", "en": "{subject}, tranche {id}"},
    "on_day": {"zh": "{subject}，{day}", "en": "{subject}, {day}"},
    "group_unknown": {"zh": "组别不明的持仓", "en": "Holdings of an unknown group"},
    "may_lift": {"zh": "可能计入 {count} 组：{members}", "en": "may lift {count} groups: {members}"},
    "members": {"zh": "合并 {count} 个：{members}", "en": "{count} merged: {members}"},
    "through": {"zh": "穿透合计", "en": "summed through held products"},
    "group_asset": {"zh": "资产 {group}", "en": "Asset {group}"},
    "group_company": {"zh": "公司 {group}", "en": "Company {group}"},
    "group_same_asset": {"zh": "同一资产 {group}", "en": "Same asset {group}"},
    "group_related_party": {"zh": "关联方 {group}", "en": "Related parties {group}"},
    "group_fund": {"zh": "基金 {group}", "en": "Fund {group}"},
    "group_market": {"zh": "市场 {group}", "en": "Market {group}"},
    "group_counterparty": {"zh": "对手方 {group}", "en": "Counterparty {group}"},
    "group_class": {"zh": "类别 {group}", "en": "Class {group}"},
    "law": {"zh": "{instrument} {article}", "en": "{instrument}, {article}"},
    "law_practice": {"zh": "{instrument} {article}（实务口径）", "en": "{instrument}, {article} (practice)"},
    "law_draft": {"zh": "{instrument} {article}（征求意见稿）", "en": "{instrument}, {article} (draft)"},
    # Undetermined, by what is missing
    "missing_column": {"zh": "{file} 缺 {column}", "en": "{file} lacks {column}"},
    "missing_effect": {"zh": "影响 {count} 处：{limits}", "en": "Affects {count}: {limits}"},
    "limit_count": {"zh": "{limit}（{count}）", "en": "{limit} ({count})"},
    "missing_example": {"zh": "例如 {cell}", "en": "For example {cell}"},
    "undecided_column": {"zh": "{file} 的 {column}未能定性", "en": "{column} in {file} left open by the law"},
    "supply_other_value": {
        "zh": "补法：逐案认定后，在 {file} 改用更确切的 {column}",
        "en": "How: once settled, give a more exact {column} in {file}",
    },
    "supply_column": {"zh": "补法：{file} 补 {column}", "en": "How: fill {column} in {file}"},
    "supply_default": {
        "zh": "补法：{file} 补 {column}；或在 portfolio.yaml 的 defaults 中写明 {table}.{name} 空值的含义",
        "en": "How: fill {column} in {file}, or say in portfolio.yaml under defaults what an empty {table}"
        ".{name} means",
    },
    "other_reason": {"zh": "{reason}（{count} 处）", "en": "{reason} ({count})"},
    "reason_unnamed": {"zh": "原因未写明", "en": "the reason is not stated"},
    "undetermined_apart": {
        "zh": "其中无法判定 {count} 处，不逐一列出",
        "en": "Of these {count} undetermined, not listed",
    },
    "plain_list": {"zh": "{names}", "en": "{names}"},
    # Several portfolios
    "portfolios_total": {
        "zh": "合计 {count} 个组合：判断 {judged} 项，超限 {breach} 项，无法判定 {undetermined} 项，预警 "
        "{warning} 项。",
        "en": "{count} portfolios together: {judged} judged, {breach} breached, {undetermined} "
        "undetermined, {warning} with a warning.",
    },
}
