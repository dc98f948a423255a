"""Sentences of look-through: products that hold products."""

SENTENCES: dict[str, dict[str, str]] = {
    "units_in_a_circle": {
        "zh": "无法穿透：产品互相持有，成为循环：{path}（{day}）",
        "en": "cannot look through: products hold each other in a circle: {path} ({day})",
    },
    "share_beyond_the_whole": {
        "zh": "无法穿透：产品 {products} 持有产品 {inner} 的份额，市值超过后者的资产净值 {net_assets}（{day}）；"
        "因估值日期之差，至多容许 {tolerance}",
        "en": "cannot look through: product {products} holds units of product {inner} worth more than its "
        "net assets {net_assets} ({day}); up to {tolerance} more is allowed, as value dates may differ",
    },
    "shares_beyond_the_whole": {
        "zh": "无法穿透：产品 {products} 合计持有产品 {inner} 的份额，市值超过后者的资产净值 {net_assets}（{day}）；"
        "因估值日期之差，至多容许 {tolerance}",
        "en": "cannot look through: products {products} together hold units of product {inner} worth more "
        "than its net assets {net_assets} ({day}); up to {tolerance} more is allowed, as value dates may differ",
    },
    "share_taken_as_whole": {
        "zh": "有 {count} 处持有的产品份额市值超过该产品的资产净值（至多为产品 {product} 持有的 {inner}，{ratio}）："
        "按持有其全部计，超出部分列为剩余项。",
        "en": "In {count} case(s) units are worth more than the net assets of their product, at most those "
        "of {inner} held by {product} ({ratio}): they are taken as the whole of it, the surplus as a residual.",
    },
    "opaque_not_in_portfolio": {
        "zh": "该产品不在本组合的产品之中",
        "en": "its product is not in the portfolio",
    },
    "opaque_no_holdings": {
        "zh": "该产品在判断日没有持仓记录",
        "en": "its product has no holdings on the day",
    },
    "opaque_net_assets_unknown": {
        "zh": "该产品的资产净值未知或不为正数",
        "en": "the net assets of its product are unknown or not positive",
    },
    "opaque_value_unknown": {"zh": "所持份额的市值未知", "en": "the value of the units is unknown"},
    "opaque_unexplained": {
        "zh": "该产品的持仓未能解释其全部资产净值",
        "en": "the holdings of its product do not explain all of its net assets",
    },
    "opaque_surplus": {
        "zh": "所持份额市值超出该产品资产净值的部分",
        "en": "what the units are worth beyond the net assets of their product",
    },
}
