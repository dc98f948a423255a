"""Sentences on the lives of breaches: since when, active or passive, why, and until when they must be cured."""

SENTENCES: dict[str, dict[str, str]] = {
    "crossing_active": {"zh": "主动超限", "en": "active breach"},
    "crossing_passive": {"zh": "被动超限", "en": "passive breach"},
    "crossing_unknown": {"zh": "主动或被动无法判断", "en": "active or passive: not known"},
    "life_caused": {"zh": "{crossing}：{cause}", "en": "{crossing}: {cause}"},
    "life_since": {"zh": "自 {since} 起", "en": "since {since}"},
    "life_since_first": {
        "zh": "至少自 {since} 起（此前没有数据）",
        "en": "at least since {since} (nothing before it is there)",
    },
    "life_since_within": {
        "zh": "自 {since} 起（{within} 尚未超限）",
        "en": "since {since} (on {within} still within)",
    },
    "life_by_action": {
        "zh": "数量仅因公司行为（送股等）增加，并未买入",
        "en": "quantities grew by a corporate action only, nothing was bought",
    },
    "cause_bought": {"zh": "持仓数量增加", "en": "a quantity was raised"},
    "cause_related_parties": {"zh": "有关联方并入", "en": "related parties joined"},
    "cause_price": {"zh": "价格变动", "en": "prices moved"},
    "cause_corporate_action": {
        "zh": "公司行为（送股等）使数量增加，并未买入",
        "en": "quantities grew by a corporate action, nothing was bought",
    },
    "cause_line": {"zh": "限额本身变动", "en": "the line itself changed"},
    "cause_facts": {
        "zh": "产品、资产或发行人的情况变动",
        "en": "facts of the product, the asset or its issuer changed",
    },
    "cause_net_assets": {"zh": "资产净值变动（如赎回）", "en": "net assets moved, as by redemptions"},
    "cause_total_assets": {"zh": "总资产变动", "en": "total assets moved"},
    "cause_raised_balance": {"zh": "募集资金余额变动", "en": "the balance raised moved"},
    "cause_junior_units": {"zh": "劣后级份额变动", "en": "units of the junior tier moved"},
    "cause_payout_value": {"zh": "实际兑付金额变动", "en": "the amount paid out moved"},
    "cause_held_value": {"zh": "全部持仓市值变动", "en": "the market value of all holdings moved"},
    "cause_products": {"zh": "产品总数变动", "en": "the number of products moved"},
    "cause_total_value": {"zh": "资产总规模变动", "en": "the total size of the asset moved"},
    "cause_tradable_shares": {"zh": "可流通股份变动", "en": "the tradable shares of the company moved"},
    "life_cure_by": {
        "zh": "应于 {day} 前（含当日）调整完毕",
        "en": "to be cured by {day}, that day included",
    },
    "life_cure_at_latest": {
        "zh": "若为被动超限，至迟应于 {day} 前（含当日）调整完毕",
        "en": "if passive, to be cured by {day} at the latest",
    },
    "life_overdue": {"zh": "已逾期：应于 {day} 前（含当日）调整完毕", "en": "OVERDUE: to be cured by {day}"},
    "cure_active": {
        "zh": "主动超限没有调整期",
        "en": "an active breach has no time to cure",
    },
    "cure_not_begun": {
        "zh": "资产受限或停牌、何时可卖出不详，调整期尚未开始",
        "en": "an asset cannot be sold and it is not known until when: the time to cure has not begun",
    },
    "cure_calendar_ends": {
        "zh": "调整期限超出已知日历，到期日不详",
        "en": "the time to cure ends beyond the known calendar: its last day is not known",
    },
    "cures_beyond_calendar": {
        "zh": "{count} 项超限的调整到期日在已知日历（至 {day}）之后，无法给出",
        "en": "The cures of {count} breach(es) end beyond the known calendar (until {day}): no day can be given",
    },
    "previous_not_before": {
        "zh": "--previous 的组合没有早于本组合首日的日期，未判断任何内容",
        "en": "the portfolio of --previous has no day before the first one of this portfolio; nothing was judged",
    },
    "heading_ahead": {
        "zh": "今后 {days} 天内（至 {until}）到期的事项：{count} 项",
        "en": "Falling due within {days} day(s), until {until}: {count}",
    },
    "ahead_nothing": {"zh": "没有", "en": "Nothing"},
    "ahead_on": {"zh": "{day}（{days} 天后）", "en": "{day} (in {days} days)"},
    "ahead_cut": {"zh": "另有 {count} 项，--all 全部列出", "en": "{count} more; --all lists them"},
    "ahead_cure": {"zh": "超限调整到期：{limit}", "en": "Cure due: {limit}"},
    "ahead_cure_at_latest": {
        "zh": "超限调整至迟到期（若为被动超限）：{limit}",
        "en": "Cure due at the latest, if passive: {limit}",
    },
    "ahead_maturity": {
        "zh": "产品到期或开放时仍持有未到期资产：{asset}，终止日 {ends}",
        "en": "The product ends or opens before an asset that it holds: {asset}, which ends on {ends}",
    },
    "ahead_product_ends": {"zh": "产品到期", "en": "The product ends"},
    "ahead_window": {"zh": "产品开放", "en": "The product opens"},
    "ahead_waiver": {"zh": "豁免到期：{limit}", "en": "Waiver ends: {limit}"},
    "history_days": {
        "zh": "共 {count} 个日期，{first} 至 {last}",
        "en": "{count} day(s), from {first} to {last}",
    },
    "history_verdict": {
        "zh": "超限共 {count} 次：最近一日仍超限 {open} 次，其中逾期未调整 {overdue} 次",
        "en": "{count} breach(es): {open} open on the latest day, {overdue} of them overdue",
    },
    "history_clean": {"zh": "各日均无超限", "en": "No breach on any day"},
    "history_open_heading": {"zh": "最近一日仍超限：{count} 次", "en": "Open on the latest day: {count}"},
    "history_past_heading": {"zh": "已结束：{count} 次", "en": "Past: {count}"},
    "history_cut": {"zh": "另有 {count} 次，--all 全部列出", "en": "{count} more; --all lists them"},
    "history_open": {
        "zh": "{first} 起至今，超限 {count} 个日期",
        "en": "from {first} until now, over on {count} day(s)",
    },
    "history_waived": {
        "zh": "{first} 至 {last}，超限 {count} 个日期，最后一日在豁免之内",
        "en": "{first} to {last}, over on {count} day(s), waived on the last",
    },
    "history_cured": {
        "zh": "{first} 至 {last}，超限 {count} 个日期，{day} 已调整",
        "en": "{first} to {last}, over on {count} day(s), cured on {day}",
    },
    "history_undetermined": {
        "zh": "{first} 至 {last}，超限 {count} 个日期，其后无法判定",
        "en": "{first} to {last}, over on {count} day(s), undetermined after it",
    },
    "history_gone": {
        "zh": "{first} 至 {last}，超限 {count} 个日期，其后已不在组合中",
        "en": "{first} to {last}, over on {count} day(s), not there any more after it",
    },
    "history_worst": {"zh": "最严重 {worst}", "en": "worst {worst}"},
    "history_worst_on": {"zh": "{day}", "en": "on {day}"},
    "help_history": {
        "zh": "列出组合各日期上的每一次超限：首日、末日、天数、最高比例、主动或被动、是否已调整、是否逾期",
        "en": "List every breach over all days: first and last day, days over, worst ratio, active or passive, "
        "cured or not, overdue or not.",
    },
    "help_history_format": {"zh": "rich | json", "en": "rich | json"},
    "help_previous": {
        "zh": "含有更早日期的组合：用来判断超限的起始日、主动或被动",
        "en": "A portfolio with earlier days: since when a breach stands, and whether it is active",
    },
    "help_ahead": {
        "zh": "另列今后多少个自然日内到期的事项：调整期限、期限错配、开放窗口、豁免到期",
        "en": "List what falls due within so many calendar days: cures, mismatched maturities, windows, waivers",
    },
}
