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
    # Beside an earlier report
    "against_baseline": {
        "zh": "与基线报告相比：新增 {new} 处，变差 {worse} 处，不变 {same} 处，变好 {better} 处，消失 {resolved} 处。",
        "en": "Beside the earlier report: {new} new, {worse} worse, {same} the same, {better} better, {resolved} gone.",
    },
    "baseline_NEW": {"zh": "与基线报告相比：新增", "en": "New since the earlier report"},
    "baseline_WORSE": {"zh": "与基线报告相比：变差", "en": "Worse than in the earlier report"},
    "baseline_BETTER": {"zh": "与基线报告相比：变好", "en": "Better than in the earlier report"},
    "heading_resolved": {
        "zh": "基线报告中有、现已消失  {count} 处",
        "en": "In the earlier report, and gone  {count}",
    },
    "resolved_was": {"zh": "{day}：{status}", "en": "{day}: {status}"},
    "resolved_was_at": {"zh": "{day}：{status} {ratio}", "en": "{day}: {status} {ratio}"},
    "resolved_cut": {"zh": "另有 {count} 处，用 --all 列出。", "en": "{count} more; use --all to list them."},
    "baseline_unreadable": {"zh": "基线报告无法读取", "en": "the earlier report cannot be read"},
    "baseline_no_report": {
        "zh": "基线不是本程序的 JSON 报告",
        "en": "this is no JSON report of this program",
    },
    "baseline_other_schema": {
        "zh": "基线不是可以比较的报告",
        "en": "this is no report that another can be held against",
    },
    "baseline_damaged": {"zh": "基线报告已损坏", "en": "the earlier report is damaged"},
    "baseline_of_another": {
        "zh": "基线报告 {file} 判断的是 {other}，不是 {portfolio}。",
        "en": "The earlier report {file} is on {other}, not on {portfolio}.",
    },
    "baseline_without": {
        "zh": "基线报告 {file} 中没有 {portfolio}：全部按新增计。",
        "en": "The earlier report {file} does not speak of {portfolio}: everything counts as new.",
    },
    # Waivers
    "waived_by": {
        "zh": "获批到 {up_to}，{expires} 止：{reason}（{approved_by} 批准，{file} 第 {row} 行）",
        "en": "Waived up to {up_to}, until {expires}: {reason} (approved by {approved_by}, {file} row {row})",
    },
    "waiver_exceeded_here": {
        "zh": "豁免（{file} 第 {row} 行）只到 {up_to}，已经超过",
        "en": "the waiver ({file} row {row}) goes up to {up_to} only, and this is beyond it",
    },
    "waiver_may_be_exceeded": {
        "zh": "豁免（{file} 第 {row} 行）只到 {up_to}，因有未知数据，可能已经超过",
        "en": "the waiver ({file} row {row}) goes up to {up_to} only, and with what is not known this may be beyond it",
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
    "more_rows": {"zh": "，另有 {count} 行相同", "en": ", and in {count} more like it"},
    "more_causes": {"zh": "另有 {count} 种数据缺失", "en": "and {count} more kinds of missing data"},
    "line_of_contract": {
        "zh": "合同约定 {bound}（法定 {law}）",
        "en": "line of the contract: {bound} (the law's: {law})",
    },
    "line_of_house": {
        "zh": "内部规定 {bound}（法定 {law}）",
        "en": "line of the house: {bound} (the law's: {law})",
    },
    "exempt_by": {"zh": "豁免：{law}：“{quote}”", "en": "Exempt by {law}: “{quote}”"},
    "exempt_by_article": {"zh": "豁免：{law}", "en": "Exempt by {law}"},
    "untitled_column": {"zh": "{column} 列", "en": "{column}"},
    "titled_column": {"zh": "{column}（{title}）", "en": "{column}"},
    # The terminal page: verdict
    "verdict_breach": {
        "zh": "有超限：已判断 {judged} 项，超限 {breach}，无法判定 {undetermined}，预警 {warning}。",
        "en": "Breached: of {judged} judgements made, {breach} breached, {undetermined} undetermined, {warning} "
        "with a warning.",
    },
    "verdict_undetermined": {
        "zh": "未见超限，但不能下结论：已判断 {judged} 项，无法判定 {undetermined}，预警 {warning}。",
        "en": "No breach found, but no clean verdict: of {judged} judgements made, {undetermined} "
        "undetermined, {warning} with a warning.",
    },
    "verdict_warning": {
        "zh": "已判断的 {judged} 项未见超限，有预警：{warning}。",
        "en": "No breach among the {judged} judgements made, but warnings: {warning}.",
    },
    "verdict_clean": {
        "zh": "已判断的 {judged} 项未见超限，也无预警、无法判定。",
        "en": "No breach among the {judged} judgements made, no warning, nothing undetermined.",
    },
    "verdict_freed": {
        "zh": "没有通过判断的限额：{judged} 项均属豁免，或超限而获批准。",
        "en": "Nothing passed by judgement: all {judged} are exempt, or breaches that are waived.",
    },
    "verdict_nothing": {
        "zh": "没有一项现行限额适用于所读入的产品和管理人。",
        "en": "No limit in force applies to the products and managers read.",
    },
    "items": {"zh": "{items} 项", "en": "{items}"},
    "items_found": {"zh": "{items} 项（{found}）", "en": "{items} ({found})"},
    "limits_apply": {"zh": "适用 {applied} / {limits} 条限额", "en": "{applied} of {limits} limits apply"},
    "limits_of_catalogue": {"zh": "限额 {limits} 条", "en": "limits judged: {limits}"},
    "beside_waived": {
        "zh": "另有获批超限 {found}，单独列出，不影响以上结论。",
        "en": "Besides, {found} waived, shown apart: they do not change the verdict.",
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
        "zh": "一项 = 一条限额 × 一个主体 × 一日，按其中最差的一处归类；一处 = 其中一组持仓。",
        "en": "A judgement is limit × subject × date, counted by its worst finding; a finding is one group of "
        "holdings.",
    },
    # Counts
    "one_product": {"zh": "产品 {count} 只", "en": "{count} product"},
    "many_product": {"zh": "产品 {count} 只", "en": "{count} products"},
    "one_manager": {"zh": "管理人 {count} 家", "en": "{count} manager"},
    "many_manager": {"zh": "管理人 {count} 家", "en": "{count} managers"},
    "one_row": {"zh": "持仓 {count} 行", "en": "{count} row of holdings"},
    "many_row": {"zh": "持仓 {count} 行", "en": "{count} rows of holdings"},
    "one_finding": {"zh": "{count} 处", "en": "{count} finding"},
    "many_finding": {"zh": "{count} 处", "en": "{count} findings"},
    "one_judgement": {"zh": "{count} 项", "en": "{count} judgement"},
    "many_judgement": {"zh": "{count} 项", "en": "{count} judgements"},
    "one_cell": {"zh": "{count} 个单元格", "en": "{count} cell"},
    "many_cell": {"zh": "{count} 个单元格", "en": "{count} cells"},
    # What was read and judged
    "heading_read": {"zh": "读入与范围", "en": "Read and judged"},
    "read_counts": {
        "zh": "{products}，{rows}，判断日 {as_of}",
        "en": "{products}, {rows}, as of {as_of}",
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
        "zh": "持仓与总资产（缺失时为资产净值）相差超过1%的产品 {count} 只，差额占比最大的：{products}",
        "en": "Holdings more than 1% away from total assets (else net assets), products: {count}; the furthest: "
        "{products}",
    },
    "holdings_may_be_partial": {
        "zh": "差额很大：未列明的部分按不存在判断；若持仓并未全部列入，应在 portfolio.yaml 写明 holdings: partial",
        "en": "The gap is large, and what is not listed was judged as not there: if the holdings are not all here, "
        "say holdings: partial in portfolio.yaml",
    },
    "verdict_read_as": {
        "zh": "{verdict}（采用另一种理解：{readings}）",
        "en": "{verdict} (By another reading: {readings}.)",
    },
    "and_more": {"zh": "{shown} 等", "en": "{shown}, …"},
    # Sections
    "heading_breach": {"zh": "超限  {counts}", "en": "Breaches  {counts}"},
    "heading_undetermined": {"zh": "无法判定  {counts}", "en": "Undetermined  {counts}"},
    "heading_warning": {"zh": "预警  {counts}", "en": "Warnings  {counts}"},
    "heading_advisory": {
        "zh": "提示性结论（不影响退出码）  {counts}",
        "en": "Advisory, shown apart and not deciding  {counts}",
    },
    "heading_draft": {"zh": "草案（尚未施行）  {counts}", "en": "Drafts, not in force  {counts}"},
    "heading_exempt": {"zh": "豁免  {counts}", "en": "Exempt  {counts}"},
    "heading_waived": {"zh": "已获批准的超限  {counts}", "en": "Waived  {counts}"},
    "heading_pass": {"zh": "通过  {counts}", "en": "Passes  {counts}"},
    "counts_of_section": {
        "zh": "{items}，共 {found}（{concerned}）",
        "en": "{items}, {found} ({concerned})",
    },
    "counted_elsewhere": {
        "zh": "其中 {found}所在的项另有更差的一处，该项计在前面。",
        "en": "Of these, {found} in judgements that are counted above by a worse finding.",
    },
    "about_breach": {
        "zh": "各条限额之下的调整期限只及于被动超限；主动超限没有调整期限。",
        "en": "The time to adjust given under each limit is for passive breaches; an active breach has none.",
    },
    "about_first_day": {
        "zh": "{count} 处在组合最早的一日已超限：主动或被动、自何日起，都无从判断"
        "（--previous 可读入此前的组合）。",
        "en": "{count} were breaches on the portfolio's first day already: active or passive, and since when, is not "
        "known (--previous reads an earlier portfolio).",
    },
    "about_undetermined": {
        "zh": "补上下列缺失的数据才能得出结论；补齐之前既不是通过也不是超限。",
        "en": "To decide, supply the missing facts below; until then these are neither a pass nor a breach.",
    },
    "about_warning": {
        "zh": "仍在限额之内，但已过预警线：余量用完即为超限。",
        "en": "Still inside the bound but past the warning line: a breach once the headroom is used up.",
    },
    "heading_apart": {
        "zh": "提示性限额和草案中的通过与豁免  {counts}",
        "en": "Advisory limits and drafts, passed or exempt  {counts}",
    },
    "heading_flips": {
        "zh": "其他理解会改变的结论  {count} 处",
        "en": "What another lawful reading would change: {count}",
    },
    "flips_none": {
        "zh": "条文的其他理解不改变任何结论。",
        "en": "No other lawful reading changes a verdict.",
    },
    "flip_reading": {"zh": "{limit}={reading}：{title}", "en": "{limit}={reading}: {title}"},
    "flip_reading_default": {
        "zh": "{limit}={reading}：默认的理解",
        "en": "{limit}={reading}: the reading by default",
    },
    "flip_from_to": {"zh": "{before} → {after}", "en": "{before} → {after}"},
    "flip_side": {"zh": "{status} {ratio}", "en": "{status} {ratio}"},
    "flips_cut": {"zh": "另有 {count} 处，--all 全部列出", "en": "{count} more: --all lists all"},
    "status_pass": {"zh": "通过", "en": "pass"},
    "status_waived": {"zh": "获批超限", "en": "waived"},
    "status_exempt": {"zh": "豁免", "en": "exempt"},
    "status_not_grouped": {"zh": "不成一组", "en": "no such group"},
    "heading_notes": {"zh": "说明", "en": "Notes"},
    "heading_errors": {
        "zh": "未作判断：输入有 {count} 个问题，须先改正",
        "en": "Nothing was judged: {count} problem(s) in the input to be put right first",
    },
    "counts_rest": {
        "zh": "通过 {passed} 项，豁免 {exempt} 项，获批超限 {waived}。",
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
    "amount_days": {"zh": "{amount} 天", "en": "{amount} day(s)"},
    "amount_months": {"zh": "{amount} 个月", "en": "{amount} month(s)"},
    "amount_trading_days": {"zh": "{amount} 个交易日", "en": "{amount} trading day(s)"},
    "amount_assets": {"zh": "{amount} 项资产", "en": "{amount} asset(s)"},
    "amount_funds": {"zh": "{amount} 只基金", "en": "{amount} fund(s)"},
    "amount_products": {"zh": "{amount} 只产品", "en": "{amount} product(s)"},
    "forbidden": {"zh": "不得持有", "en": "not allowed"},
    "not_after": {"zh": "晚于限期", "en": "too late"},
    "subject_named": {"zh": "{name}（{id}）", "en": "{name} ({id})"},
    "manager": {"zh": "管理人 {subject}", "en": "Manager {subject}"},
    "tranche": {"zh": "{subject}，期次 {id}", "en": "{subject}, tranche {id}"},
    "on_day": {"zh": "{subject}，{day}", "en": "{subject}, {day}"},
    "no_limit": {"zh": "产品层面的各项限额", "en": "Every limit of the product"},
    "group_unknown": {"zh": "组别不明的持仓", "en": "Holdings of an unknown group"},
    "group_empty": {"zh": "没有计入的持仓", "en": "nothing held that counts"},
    "group_by_asset": {"zh": "{id}（持仓：{name}）", "en": "{id} (holding {name})"},
    "group_by_assets": {"zh": "{id}（持仓：{name} 等）", "en": "{id} (holding {name} and others)"},
    "may_lift": {"zh": "可能计入 {count} 组：{members}", "en": "may lift {count} groups: {members}"},
    "members": {"zh": "合并 {count} 个：{members}", "en": "{count} merged: {members}"},
    "trigger": {"zh": "触发条件：{trigger}", "en": "set off by {trigger}"},
    "transparency": {
        "zh": "持有资管产品的产品 {count} 只，占资产净值的穿透情况：{products}",
        "en": "Products that hold products, {count}; of net assets could be looked through: {products}",
    },
    "transparency_clear": {
        "zh": "{product} 已穿透 {looked_through}",
        "en": "{product} {looked_through}",
    },
    "transparency_opaque": {
        "zh": "{product} 已穿透 {looked_through}、未能穿透 {opaque}（最大的是 {asset}：{why}）",
        "en": "{product} {looked_through}, not {opaque} (most of it {asset}: {why})",
    },
    "through": {"zh": "穿透合计", "en": "summed through held products"},
    "group_asset": {"zh": "资产 {group}", "en": "Asset {group}"},
    "group_company": {"zh": "公司 {group}", "en": "Company {group}"},
    "group_same_asset": {"zh": "同一资产 {group}", "en": "Same asset {group}"},
    "group_related_party": {"zh": "关联方 {group}", "en": "Related parties {group}"},
    "group_fund": {"zh": "基金 {group}", "en": "Fund {group}"},
    "group_market": {"zh": "市场 {group}", "en": "Market {group}"},
    "group_counterparty": {"zh": "对手方 {group}", "en": "Counterparty {group}"},
    "group_class": {"zh": "类别 {group}", "en": "Class {group}"},
    "citation": {"zh": "{instrument}{article}", "en": "{instrument}, art. {article}"},
    "instrument_numbered": {"zh": "《{title}》（{number}）", "en": "{title} ({number})"},
    "instrument_named": {"zh": "《{title}》", "en": "{title}"},
    "cited_text": {"zh": "{citation}", "en": "{citation}"},
    "cited_number": {"zh": "{citation}（数字读自转述）", "en": "{citation} (number read in a paraphrase)"},
    "cited_practice": {"zh": "{citation}（实务口径）", "en": "{citation} (practice)"},
    "cited_draft": {"zh": "{citation}（征求意见稿）", "en": "{citation} (draft)"},
    # How long a passive breach may last
    "cure_trading_days_breach": {
        "zh": "被动超限：自超限之日起 {days} 个交易日内调整（{law}）",
        "en": "Passive breach: to be adjusted within {days} trading days of the breach ({law})",
    },
    "cure_trading_days_saleable": {
        "zh": "被动超限：自所持资产可出售、可转让或恢复交易起 {days} 个交易日内调整（{law}）",
        "en": "Passive breach: to be adjusted within {days} trading days of the assets' becoming saleable, "
        "transferable or traded again ({law})",
    },
    "cure_working_days_breach": {
        "zh": "被动超限：自超限之日起 {days} 个工作日内调整（{law}）",
        "en": "Passive breach: to be adjusted within {days} working days of the breach ({law})",
    },
    "cure_working_days_saleable": {
        "zh": "被动超限：自所持资产可出售、可转让或恢复交易起 {days} 个工作日内调整（{law}）",
        "en": "Passive breach: to be adjusted within {days} working days of the assets' becoming saleable, "
        "transferable or traded again ({law})",
    },
    "cure_none": {
        "zh": "被动超限：条文没有给出调整期限（{law}）",
        "en": "Passive breach: the text gives no time to adjust ({law})",
    },
    "cure_no_new_buying": {
        "zh": "被动超限：条文不定期限，但不得主动新增（{law}）",
        "en": "Passive breach: no deadline, but nothing may be added by own choice ({law})",
    },
    "cure_absent": {
        "zh": "被动超限：条文未规定调整期限",
        "en": "Passive breach: the text states no period",
    },
    # Fixed values of the catalogue, for tables
    "standing_in_force": {"zh": "现行", "en": "in force"},
    "standing_advisory": {"zh": "提示", "en": "advisory"},
    "standing_draft": {"zh": "草案", "en": "draft"},
    "basis_text": {"zh": "引自原文", "en": "text"},
    "basis_number": {"zh": "读自转述", "en": "paraphrase"},
    "basis_practice": {"zh": "实务口径", "en": "practice"},
    "basis_draft": {"zh": "征求意见稿", "en": "draft"},
    # Undetermined, by what is missing
    "missing_column": {"zh": "{file} 缺 {column}", "en": "{file} lacks {column}"},
    "missing_effect": {
        "zh": "影响 {items}、{found}（{cells}）：{limits}",
        "en": "Affects {items} and {found} ({cells}): {limits}",
    },
    "missing_setting": {"zh": "设定 {name} 尚未作出", "en": "The setting {name} has not been made"},
    "setting_effect": {
        "zh": "影响 {items}、{found}：{limits}",
        "en": "Affects {items} and {found}: {limits}",
    },
    "supply_setting": {
        "zh": "补法：在自有规则文件夹的 lists.yaml 中写明 {name}，以 --limits 指定该文件夹",
        "en": "How: write {name} in lists.yaml of a folder of your own and name that folder with --limits",
    },
    "at_least": {"zh": "至少 {count}", "en": "at least {count}"},
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
    "other_reason": {"zh": "{reason}（{count}）", "en": "{reason} ({count})"},
    "reason_unnamed": {"zh": "原因未写明", "en": "the reason is not stated"},
    "undetermined_apart": {
        "zh": "其中无法判定 {count}，不逐一列出",
        "en": "Of these {count} undetermined, not listed",
    },
    # What is known of a figure
    "range_from": {"zh": "≥ {low}，最多 ?", "en": "≥ {low}, up to ?"},
    "range_between": {"zh": "{low} 至 {high}", "en": "{low} to {high}"},
    "range_up_to": {"zh": "至多 {high}", "en": "up to {high}"},
    "range_unknown": {"zh": "?", "en": "?"},
    "of_unknown_size": {"zh": "{amount} / ?", "en": "{amount} of ?"},
    "bound_is": {"zh": "限额 {sign} {bound}", "en": "bound {sign} {bound}"},
    "plain_list": {"zh": "{names}", "en": "{names}"},
    # Several portfolios
    "portfolios_total": {
        "zh": "合计 {count} 个组合：已判断 {judged} 项，超限 {breach} 项，无法判定 {undetermined} 项，预警 "
        "{warning} 项。",
        "en": "{count} portfolios together: {judged} judged, {breach} breached, {undetermined} "
        "undetermined, {warning} with a warning.",
    },
}

DOCUMENT_SERIES: dict[str, str] = {
    "中国证券监督管理委员会公告": "CSRC Announcement",
    "中国证券监督管理委员会令": "CSRC Order",
    "证监会公告": "CSRC Announcement",
    "证监会令": "CSRC Order",
    "中国银行保险监督管理委员会令": "CBIRC Order",
    "银保监发": "CBIRC Yinbaojianfa",
    "银监办发": "CBRC Yinjianbanfa",
    "银监通": "CBRC Yinjiantong",
    "银发": "PBC Yinfa",
}
"""How official document numbers (文号) begin, and what the series is called in English."""
