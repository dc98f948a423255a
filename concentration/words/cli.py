"""Sentences of the command line: help texts and the lines it prints beside a report."""

SENTENCES: dict[str, dict[str, str]] = {
    "help_app": {
        "zh": "按法定比例限制检查资管产品的持仓组合。",
        "en": "Check portfolios of asset-management products against the limits of the law.",
    },
    "help_check": {
        "zh": "判断组合文件夹中的每一项限额；退出码见 README。",
        "en": "Judge every limit on the portfolios; the README lists the exit codes.",
    },
    "help_limits": {"zh": "查看和校验限额目录。", "en": "Look at and check the catalogue of limits."},
    "help_list": {"zh": "列出全部限额。", "en": "List every limit."},
    "help_show": {
        "zh": "一项限额的全貌：法条、公式、适用、豁免、整改与用例。",
        "en": "One limit on a page: the law, the formula, whom it binds, exemptions, cure and cases.",
    },
    "help_lint": {
        "zh": "校验限额文件：语法、引文中的数字、日期次序、重复的限额、永远不成立的条件。",
        "en": "Check limit files: language, numbers against quotes, days, twins, conditions that never hold.",
    },
    "help_diff": {
        "zh": "用文字说明两个限额文件夹之间、或两个日期之间的变化。",
        "en": "Say in words what changed between two folders of limits, or between two days.",
    },
    "help_diff_folder": {
        "zh": "限额文件夹，单独读取；builtin 为内置限额。",
        "en": "Folder of limits, read by itself; builtin: the program's own.",
    },
    "help_diff_from": {"zh": "起始日：YYYY-MM-DD。", "en": "First day: YYYY-MM-DD."},
    "help_diff_to": {"zh": "截止日：YYYY-MM-DD。", "en": "Second day: YYYY-MM-DD."},
    "diff_of_what": {
        "zh": "没有写明比较什么：两个限额文件夹，或两个日期",
        "en": "it does not say what to compare: two folders of limits, or two days",
    },
    "help_groups": {
        "zh": "说明关联方：每个被持有的融资主体的关联方及其间的关联关系。",
        "en": "Explain related parties: those of each held financing party, and the relations between them.",
    },
    "help_groups_as_of": {
        "zh": "日期：YYYY-MM-DD；默认最近一日。",
        "en": "Day: YYYY-MM-DD; default: the latest.",
    },
    "help_groups_format": {"zh": "rich 或 json。", "en": "rich or json."},
    "help_test": {
        "zh": "判断限额的用例，列出与期望不符的。",
        "en": "Judge the cases of limits and list those that come out otherwise.",
    },
    "help_test_folder": {
        "zh": "自定义限额文件夹，用例在其 tests/<规则集>/<限额>.yaml；省略则为内置限额的用例。",
        "en": "Folder of your own limits, cases in its tests/<rulebook>/<limit>.yaml; default: the built-in ones.",
    },
    "help_portfolio": {
        "zh": "组合文件夹，或 .xlsx 工作簿。",
        "en": "Folder or .xlsx workbook of a portfolio.",
    },
    "help_as_of": {
        "zh": "判断日：YYYY-MM-DD 或 all；默认最近一日。",
        "en": "Day to judge: YYYY-MM-DD or all; default: the latest.",
    },
    "help_folder": {"zh": "自定义限额文件夹，可重复。", "en": "Folder of your own limits; repeatable."},
    "help_no_builtin": {"zh": "不用内置限额。", "en": "Leave the built-in limits out."},
    "help_rulebook": {"zh": "只判断这些规则集，可重复。", "en": "Judge only these rulebooks; repeatable."},
    "help_limit": {"zh": "只判断这些限额，可重复。", "en": "Judge only these limits; repeatable."},
    "help_product": {
        "zh": "只显示这些产品（管理人合计不缩小），可重复。",
        "en": "Show only these products (a manager's sums never shrink); repeatable.",
    },
    "help_manager": {"zh": "只显示这些管理人，可重复。", "en": "Show only these managers; repeatable."},
    "help_reading": {
        "zh": "判断该限额条文的另一种合法理解，可重复；各限额有哪些理解见 limits show。",
        "en": "Judge another lawful reading of a limit; repeatable. limits show names a limit's readings.",
    },
    "help_readings": {
        "zh": "列出条文的其他合法理解会改变的结论；不影响退出码。",
        "en": "List the verdicts that another lawful reading of a limit would change; no exit code hangs on it.",
    },
    "help_format": {"zh": "标准输出的格式。", "en": "Format of standard output."},
    "help_output": {
        "zh": "写入文件，后缀决定格式，可重复。",
        "en": "Write to a file, its suffix says the format; repeatable.",
    },
    "help_all": {"zh": "通过的也列出。", "en": "List passes too."},
    "help_draft": {"zh": "也判断征求意见稿。", "en": "Judge drafts too."},
    "help_fail_on": {
        "zh": "从哪一级起以非零退出：breach、undetermined、warning、advisory、never。",
        "en": "Level from which the exit code is not zero: breach, undetermined, warning, advisory, never.",
    },
    "help_waivers": {
        "zh": "获批的超限：.csv、.xlsx 或 .parquet，列同 waivers 表；与组合自己的 waivers 表一并有效。",
        "en": "Breaches that were approved: .csv, .xlsx or .parquet with the columns of the table waivers, beside "
        "which they stand.",
    },
    "help_baseline": {
        "zh": "与一份较早的 JSON 报告相比：逐处标明新增、变差、不变、变好，并列出已消失的。",
        "en": "Hold the findings against an earlier JSON report: new, worse, the same, better; what is gone is listed.",
    },
    "help_fail_new": {
        "zh": "退出码只看与 --baseline 相比新增或变差的。",
        "en": "The exit code looks only at what is new or worse than in --baseline.",
    },
    "fail_new_alone": {
        "zh": "没有写明与哪份较早的报告相比",
        "en": "it does not say which earlier report is meant",
    },
    "help_lang": {"zh": "语言：zh 或 en；默认随系统。", "en": "Language: zh or en; default: the system's."},
    "help_json": {"zh": "以 JSON 输出。", "en": "Print as JSON."},
    "help_version": {"zh": "显示版本。", "en": "Show the version."},
    "internal_error": {
        "zh": "程序内部错误，未得出任何结论，请报告：{what}",
        "en": "Internal error, nothing was judged; please report it: {what}",
    },
    "interrupted": {"zh": "已中断，没有写出任何文件。", "en": "Interrupted; no file was written."},
    "file_written": {"zh": "已写入 {file}", "en": "Wrote {file}"},
    "cannot_write": {"zh": "无法写入：{reason}", "en": "cannot write it: {reason}"},
    "catalogue_ok": {
        "zh": "{limits} 项限额，未发现问题。",
        "en": "{limits} limits, no problem found.",
    },
    "groups_title": {
        "zh": "{portfolio} · {as_of} · 被持有的融资主体 {held} 个，其中 {several} 个有关联方",
        "en": "{portfolio} · {as_of} · held financing parties: {held}, with related parties: {several}",
    },
    "groups_group": {"zh": "{party}：共 {count} 个主体", "en": "{party}: a group of {count}"},
    "groups_member": {
        "zh": "{party}：因{relation}，经 {neighbour}",
        "en": "{party}: by {relation}, through {neighbour}",
    },
    "groups_edges": {"zh": "其间的关联关系", "en": "relations between them"},
    "groups_edge": {"zh": "{party} → {other}：{relation}", "en": "{party} → {other}: {relation}"},
    "groups_edge_stake": {
        "zh": "{party} → {other}：{relation} {stake}",
        "en": "{party} → {other}: {relation} {stake}",
    },
    "groups_alone": {"zh": "没有关联方的 {count} 个", "en": "related to nobody: {count}"},
    "relation_controls": {"zh": "控制", "en": "control"},
    "relation_joint_control": {"zh": "共同控制", "en": "joint control"},
    "relation_significant_influence": {"zh": "重大影响", "en": "significant influence"},
    "relation_owns": {"zh": "持股", "en": "ownership"},
    "relation_family": {"zh": "近亲属", "en": "family"},
    "relation_other": {"zh": "其他关联关系", "en": "another relation"},
    "no_case_files": {"zh": "没有用例文件", "en": "there are no files of cases"},
    "case_failed": {
        "zh": "{limit}：{case}（{file}:{line}）\n  {said}",
        "en": "{limit}: {case} ({file}:{line})\n  {said}",
    },
    "cases_failed": {
        "zh": "{limits} 项限额的 {cases} 个用例中，{failed} 个与期望不符。",
        "en": "Limits {limits}, cases {cases}: {failed} came out otherwise than expected.",
    },
    "cases_ok": {
        "zh": "{limits} 项限额的 {cases} 个用例均与期望相符。",
        "en": "Limits {limits}, cases {cases}: all came out as expected.",
    },
    "as_of_not_there": {"zh": "组合中没有这一天", "en": "the portfolio has no such day"},
    "as_of_no_date": {"zh": "不是日期", "en": "not a date"},
    "no_such_rulebook": {"zh": "没有这个规则集", "en": "no such rulebook"},
    "no_such_limit": {"zh": "没有这项限额", "en": "no such limit"},
    "reading_no_choice": {
        "zh": "没有写明哪项限额采用哪种理解",
        "en": "it does not say which limit is read in which way",
    },
    "no_such_reading": {"zh": "限额 {limit} 没有这种理解", "en": "limit {limit} has no such reading"},
    "reading_twice": {
        "zh": "限额 {limit} 只能采用一种理解",
        "en": "limit {limit} can be read in one way only",
    },
    "no_such_product": {"zh": "判断日没有这只产品", "en": "no such product on the judged day"},
    "no_such_manager": {"zh": "判断日没有这家管理人", "en": "no such manager on the judged day"},
    "unknown_choice": {"zh": "没有这个选项值", "en": "no such value of the option"},
    "no_limit_chosen": {
        "zh": "没有任何限额可判断（--rulebook、--limit、--no-builtin 排除了全部限额）",
        "en": "no limit is left to judge (--rulebook, --limit or --no-builtin exclude them all)",
    },
    "nothing_to_judge": {
        "zh": "没有可判断的内容：所选限额不适用于任何所选产品或管理人",
        "en": "nothing to judge: no chosen limit applies to any chosen product or manager",
    },
    "amounts_too_large": {
        "zh": "金额之大已无法精确计算",
        "en": "amounts too large to be computed exactly",
    },
    "column_id": {"zh": "限额", "en": "Limit"},
    "column_title": {"zh": "内容", "en": "What"},
    "column_bound": {"zh": "界限", "en": "Bound"},
    "column_standing": {"zh": "效力", "en": "Standing"},
    "column_basis": {"zh": "依据", "en": "Basis"},
    "column_article": {"zh": "条款", "en": "Article"},
    "judging": {"zh": "判断中", "en": "Judging"},
}
