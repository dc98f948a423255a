"""Sentences of orders: what is wrong with them, why they are rejected, and the page of verdicts."""

SENTENCES: dict[str, dict[str, str]] = {
    # The command
    "help_trade": {
        "zh": "交易前检查：逐笔判断指令是否通过限额，以及最多可交易的数量。",
        "en": "Judge orders before they are booked: verdict, limits, and the largest quantity that passes.",
    },
    "help_trade_orders": {
        "zh": "指令文件（.csv、.xlsx、.parquet、.jsonl）；- 为标准输入。",
        "en": "File of orders (.csv, .xlsx, .parquet, .jsonl); -: standard input.",
    },
    "help_trade_basket": {
        "zh": "全部指令作为一篮子一并判断。",
        "en": "Judge all orders together, as one.",
    },
    "help_trade_pending": {
        "zh": "此前未成交的指令：计入限额，不释放现金。",
        "en": "Earlier orders that are not filled: they count against limits and free no cash.",
    },
    "help_trade_require_cash": {
        "zh": "现金为负的指令不予通过。",
        "en": "Reject what leaves cash below zero.",
    },
    "help_trade_buy": {"zh": "买入一项资产：代码与数量。", "en": "Buy one asset: its id and the quantity."},
    "help_trade_sell": {"zh": "卖出一项资产：代码与数量。", "en": "Sell one asset: its id and the quantity."},
    "help_trade_product": {"zh": "指令所属的产品。", "en": "Product that the order is for."},
    "help_trade_price": {
        "zh": "价格；省略则为最近估值的单位价值。",
        "en": "Price; default: what a unit was last valued at.",
    },
    "help_trade_draft": {"zh": "也判断草案中的限额。", "en": "Judge limits that are drafts too."},
    "help_trade_format": {"zh": "rich 或 json。", "en": "rich or json."},
    "trade_of_what": {
        "zh": "没有写明指令：给出文件、- （标准输入），或 --buy、--sell 之一",
        "en": "it does not say which orders: a file, - for standard input, or one of --buy and --sell",
    },
    "trade_without_product": {
        "zh": "--buy 与 --sell 须以 --product 写明产品",
        "en": "--buy and --sell need --product",
    },
    "trade_only_beside_one": {
        "zh": "只与 --buy 或 --sell 一起使用",
        "en": "goes only with --buy or --sell",
    },
    # Reading orders
    "orders_no_table": {"zh": "不是指令文件", "en": "this is no file of orders"},
    "orders_missing": {"zh": "指令文件不存在", "en": "the file of orders is not there"},
    "orders_none": {"zh": "没有一笔指令", "en": "there is no order"},
    "orders_no_json": {
        "zh": "这一行不是一笔指令的 JSON 对象",
        "en": "this line is no JSON object of an order",
    },
    "order_unknown_product": {
        "zh": "组合在判断日没有这个产品",
        "en": "the portfolio has no such product on the judged day",
    },
    "order_unknown_asset": {
        "zh": "新资产须先在 assets 中有一行",
        "en": "a new asset needs a row in assets first",
    },
    "order_no_cash_account": {
        "zh": "申购与赎回的资产代码须为现金账户",
        "en": "the asset of subscribe and redeem is the cash account that the money moves in",
    },
    "order_unknown_tranche": {"zh": "产品没有这一期次", "en": "the product has no such tranche"},
    "order_without_size": {
        "zh": "没有写明多少：数量、价格、金额须有其二",
        "en": "it does not say how much: two of quantity, price and amount are needed",
    },
    "order_contradicts": {
        "zh": "数量乘以价格不等于金额",
        "en": "quantity times price is not the amount",
    },
    "order_without_price": {
        "zh": "没有价格，当日也无人持有 {asset}，没有最近的单位价值",
        "en": "there is no price, and nobody holds {asset} on that day: it has no last unit value",
    },
    "order_does_not_come_out": {
        "zh": "金额除以价格除不尽，约 {quantity}；请写明数量",
        "en": "the amount divided by the price is no quantity of six decimals, about {quantity}: give the quantity",
    },
    # Why an order cannot be carried out, and what to look at
    "net_assets_not_known": {
        "zh": "产品的资产净值未知，申购或赎回后是多少也未知",
        "en": "the product's net assets are not known, nor what they would be then",
    },
    "redeemed_more_than_there_is": {
        "zh": "资产净值只有 {net_assets} 元",
        "en": "net assets are only {net_assets} yuan",
    },
    "held_in_tranches": {
        "zh": "持仓分期次（{tranches}），须写明期次",
        "en": "it is held in tranches ({tranches}): name one",
    },
    "quantity_not_known": {
        "zh": "{asset} 的持有数量未知，是否足够卖出也未知",
        "en": "how much of {asset} is held is not known, nor whether it is enough to sell",
    },
    "sold_more_than_held": {
        "zh": "可卖出 {held}，不足 {quantity}",
        "en": "{held} can be sold, not {quantity}",
    },
    "sells_what_is_locked": {
        "zh": "卖出的 {asset} 中有限售至 {until} 的部分",
        "en": "part of the {asset} that is sold is locked up until {until}",
    },
    "cash_not_known": {
        "zh": "产品 {product} 的现金未知",
        "en": "the cash of {product} is not known",
    },
    "cash_below_zero": {
        "zh": "产品 {product} 的现金将为 {amount} 元",
        "en": "the cash of {product} would be {amount} yuan",
    },
    "odd_lot": {"zh": "指令 {order} 不是整手", "en": "order {order} is for no whole lots"},
    # The page
    "trade_title": {"zh": "{portfolio}，{as_of}：交易前检查", "en": "{portfolio}, {as_of}: before the trade"},
    "trade_summary": {
        "zh": "{count} 笔指令：通过 {accept}，拒绝 {reject}，无法判断 {undetermined}",
        "en": "{count} order(s): {accept} accepted, {reject} rejected, {undetermined} undetermined",
    },
    "trade_pending": {
        "zh": "计入未成交的指令 {count} 笔",
        "en": "{count} order(s) not yet filled are counted",
    },
    "trade_accept": {"zh": "通过", "en": "ACCEPT"},
    "trade_reject": {"zh": "拒绝", "en": "REJECT"},
    "trade_undetermined": {"zh": "无法判断", "en": "UNDETERMINED"},
    "trade_basket": {"zh": "{verdict} 一篮子，共 {count} 笔", "en": "{verdict} basket of {count}"},
    "trade_buy": {
        "zh": "{verdict} {order}：{product} 买入 {asset} {quantity}，价格 {price}，金额 {amount} 元",
        "en": "{verdict} {order}: {product} buys {quantity} of {asset} at {price}, {amount} yuan",
    },
    "trade_sell": {
        "zh": "{verdict} {order}：{product} 卖出 {asset} {quantity}，价格 {price}，金额 {amount} 元",
        "en": "{verdict} {order}: {product} sells {quantity} of {asset} at {price}, {amount} yuan",
    },
    "trade_subscribe": {
        "zh": "{verdict} {order}：{product} 申购 {amount} 元，存入 {asset}",
        "en": "{verdict} {order}: {amount} yuan subscribed to {product}, into {asset}",
    },
    "trade_redeem": {
        "zh": "{verdict} {order}：{product} 赎回 {amount} 元，付自 {asset}",
        "en": "{verdict} {order}: {amount} yuan redeemed from {product}, out of {asset}",
    },
    "trade_last_price": {"zh": "{price}（最近估值）", "en": "{price} (last valuation)"},
    "trade_limit": {"zh": "{title}（{limit}）", "en": "{title} ({limit})"},
    "trade_limit_advises": {
        "zh": "{title}（{limit}），{standing}，不影响结论",
        "en": "{title} ({limit}), {standing}: decides nothing",
    },
    "trade_of": {"zh": "{subject}：{group}", "en": "{subject}: {group}"},
    "trade_before_after": {"zh": "{before} → {after}", "en": "{before} → {after}"},
    "trade_against": {"zh": "{figures}，限额 {sign} {bound}", "en": "{figures}, bound {sign} {bound}"},
    "trade_change": {"zh": "{change}：{figures}", "en": "{change}: {figures}"},
    "trade_not_there": {"zh": "无", "en": "none"},
    "trade_new_breach": {"zh": "新的超限", "en": "a new breach"},
    "trade_worse_breach": {"zh": "已超限，更差", "en": "a breach, made worse"},
    "trade_new_undetermined": {"zh": "将无法判断", "en": "could not be determined then"},
    "trade_new_warning": {"zh": "接近限额", "en": "near the bound"},
    "trade_reason": {"zh": "原因：{reason}", "en": "because {reason}"},
    "trade_warning": {"zh": "注意：{warning}", "en": "note: {warning}"},
    "trade_largest": {
        "zh": "最多可交易 {quantity}（{lot}）；再多一手受限于：{limits}",
        "en": "largest quantity that passes: {quantity} ({lot}); one lot more is stopped by {limits}",
    },
    "trade_largest_whole": {
        "zh": "最多可交易 {quantity}（全部持仓）",
        "en": "largest quantity that passes: {quantity} (all that is held)",
    },
    "trade_largest_none": {
        "zh": "没有限额限制数量",
        "en": "no limit stops any quantity that the product's assets could pay for",
    },
    "trade_lot": {"zh": "每手 {step}", "en": "lots of {step}"},
    "trade_lot_from": {
        "zh": "至少 {least}，以 {step} 递增",
        "en": "at least {least}, then by {step}",
    },
    "trade_lot_unknown": {
        "zh": "每手数量依上市公司而定，此处按 1 计",
        "en": "each listing has a lot of its own; counted by 1 here",
    },
}
