use super::Comparator::{Above, AtLeast, AtMost, Below, Equal};
use super::*;

/// What a reading says, in one line.
fn kind_of(text: &str) -> String {
    let target = read_target(text);
    let unit = |figure: &Figure| match &figure.unit {
        Unit::Named(unit) => format!("{}|{unit}", figure.number),
        _ => figure.to_string(),
    };
    let detail = match &target.kind {
        TargetKind::Figure { comparator, figure } => {
            format!("{}{}", comparator.map(|at| at.to_string()).unwrap_or_default(), unit(figure))
        }
        TargetKind::Range { low, high } => format!("{}..{}", unit(low), unit(high)),
        TargetKind::Duration(figures) => figures.iter().map(unit).collect::<Vec<_>>().join(" "),
        TargetKind::Period { start, end } => format!("{start}..{end}"),
        TargetKind::Deadline(day) => day.to_string(),
        TargetKind::Mixed { figure, words } => format!("{} {words}", unit(figure)),
        TargetKind::Words | TargetKind::Placeholder | TargetKind::Empty => String::new(),
    };
    format!("{} {detail}", target.class().zh()).trim_end().to_owned()
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| kind_of(text) != *expected)
        .map(|(text, expected)| format!("{text}: {} instead of {expected}", kind_of(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_notations_of_the_sheets_of_2020() {
    check(&[
        ("100%", "比较值 100%"),
        ("=100%", "比较值 =100%"),
        (">85%", "比较值 >85%"),
        ("=1", "比较值 =1"),
        ("<=5%", "比较值 ≤5%"),
        ("≥90%", "比较值 ≥90%"),
        ("≤5%", "比较值 ≤5%"),
        (">=90%", "比较值 ≥90%"),
        (">=95%", "比较值 ≥95%"),
        (">93%", "比较值 >93%"),
        (">98%", "比较值 >98%"),
        ("=100", "比较值 =100"),
        ("365天24小时", "时长 365|天 24|小时"),
        ("100%合规", "混合 100% 合规"),
        ("建立健全", "等级词"),
        ("执行有效", "等级词"),
        ("改善", "等级词"),
        ("提高", "等级词"),
        ("规范", "等级词"),
        ("充分合理", "等级词"),
        ("财务制度建立健全", "等级词"),
        ("管理制度建立健全", "等级词"),
        ("完备", "等级词"),
        ("健全", "等级词"),
        ("有监控机制", "等级词"),
        ("实施项目成本控制", "等级词"),
        ("人事任免制度、考核管理制度、人员培训制度等建立健全", "等级词"),
        ("资产管理规范有效", "等级词"),
        ("按照计划落实", "等级词"),
        ("有专职人员管理", "等级词"),
        ("有效", "等级词"),
        ("合规", "等级词"),
        ("符合", "等级词"),
        ("合格", "等级词"),
        ("及时", "等级词"),
        ("提升", "等级词"),
    ]);
}

#[test]
fn figures_with_signs_and_units() {
    check(&[
        ("=100.00(%)", "比较值 =100.00%"),
        ("≥90.00(%)", "比较值 ≥90.00%"),
        ("≥90.00（％）", "比较值 ≥90.00%"),
        ("985米", "比较值 985|米"),
        ("10辆", "比较值 10|辆"),
        ("≥80M", "比较值 ≥80|M"),
        ("250万", "比较值 2500000"),
        ("≤65万元", "比较值 ≤650,000元"),
        ("≥ 95 %", "比较值 ≥95%"),
        ("≥\n95\n%", "比较值 ≥95%"),
        ("＝100％", "比较值 =100%"),
        ("＞＝９０％", "比较值 ≥90%"),
        ("≧90%", "比较值 ≥90%"),
        ("⩾90%", "比较值 ≥90%"),
        ("=>90%", "比较值 ≥90%"),
        ("≦5%", "比较值 ≤5%"),
        ("=<5%", "比较值 ≤5%"),
        ("＜5%", "比较值 <5%"),
        ("≤2小时", "比较值 ≤2|小时"),
        ("1,800人次", "比较值 1800|人次"),
        ("１，８００份", "比较值 1800|份"),
        ("10个项目", "比较值 10|个项目"),
        ("每年2次", "比较值 2|次/年"),
        ("每季度不少于1次", "比较值 ≥1|次/季度"),
        ("3束", "比较值 3|束"),
        ("12.31", "比较值 12.31"),
        ("百分之90", "比较值 90%"),
        ("-3%", "比较值 -3%"),
        ("2020", "比较值 2020"),
    ]);
}

#[test]
fn comparators_in_words() {
    check(&[
        ("不低于90%", "比较值 ≥90%"),
        ("不少于3次", "比较值 ≥3|次"),
        ("至少3次", "比较值 ≥3|次"),
        ("90%以上", "比较值 ≥90%"),
        ("90%及以上", "比较值 ≥90%"),
        ("90%（含）以上", "比较值 ≥90%"),
        ("不高于5%", "比较值 ≤5%"),
        ("不超过65万元", "比较值 ≤650,000元"),
        ("不多于3次", "比较值 ≤3|次"),
        ("至多3次", "比较值 ≤3|次"),
        ("5%以下", "比较值 ≤5%"),
        ("2小时以内", "比较值 ≤2|小时"),
        ("24小时内", "比较值 ≤24|小时"),
        ("30个工作日内", "比较值 ≤30|个工作日"),
        ("大于90%", "比较值 >90%"),
        ("超过90%", "比较值 >90%"),
        ("高于90%", "比较值 >90%"),
        ("小于5%", "比较值 <5%"),
        ("低于5%", "比较值 <5%"),
        ("少于3次", "比较值 <3|次"),
        ("大于等于90%", "比较值 ≥90%"),
        ("小于或等于5%", "比较值 ≤5%"),
        ("达到90%以上", "比较值 ≥90%"),
        ("控制在5%以内", "比较值 ≤5%"),
        ("≥90%以上", "比较值 ≥90%"),
        ("≤90%以上", "混合 90% ≤90%以上"),
        ("=90%以上", "混合 90% =90%以上"),
    ]);
    let comparators = [Equal, AtLeast, AtMost, Above, Below];
    for comparator in comparators {
        assert_eq!(read_target(&format!("{comparator}90%")).comparator(), Some(comparator));
    }
    assert_eq!(read_target("90%").comparator(), None);
}

#[test]
fn ranges_durations_and_times() {
    check(&[
        ("90%~95%", "区间 90%..95%"),
        ("90%-95%", "区间 90%..95%"),
        ("90～95％", "区间 90%..95%"),
        ("90%至95%之间", "区间 90%..95%"),
        ("100-200万元", "区间 1,000,000元..2,000,000元"),
        ("3—5个", "区间 3|个..5|个"),
        ("2000-3000", "区间 2000..3000"),
        ("-5%~-3%", "区间 -5%..-3%"),
        ("95%~90%", "混合 95% ~90%"),
        ("365天×24小时", "时长 365|天 24|小时"),
        ("7×24小时", "时长 7|天 24|小时"),
        ("7*24小时", "时长 7|天 24|小时"),
        ("1年6个月", "时长 1|年 6|个月"),
        ("24小时", "比较值 24|小时"),
        ("2023.07-2024.01", "期间 2023-07-01..2024-01-31"),
        ("2023年7月至2024年1月", "期间 2023-07-01..2024-01-31"),
        ("2020年1月1日-12月31日", "期间 2020-01-01..2020-12-31"),
        ("2020年1-12月", "期间 2020-01-01..2020-12-31"),
        ("2020-01-01至2020-02-29", "期间 2020-01-01..2020-02-29"),
        ("2018-2020年", "期间 2018-01-01..2020-12-31"),
        ("２０２０年６月底前", "日期 2020-06-30"),
        ("2020年6月前完成", "日期 2020-06-30"),
        ("2020年6月30日前", "日期 2020-06-30"),
        ("2020-06-30", "日期 2020-06-30"),
        ("≤2020.6.30", "日期 2020-06-30"),
        ("不晚于2020年2月", "日期 2020-02-29"),
        ("2020年底前", "日期 2020-12-31"),
        ("2020年年底", "日期 2020-12-31"),
        ("2020年", "日期 2020-12-31"),
        ("6月30日", "等级词"),
        ("6月30日前", "等级词"),
        ("6月底前", "等级词"),
        ("2020年2月30日前", "等级词"),
        ("于6月30日前完成", "等级词"),
    ]);
}

#[test]
fn digits_in_words() {
    check(&[
        ("12000多", "混合 12000 多"),
        ("100合规", "混合 100 合规"),
        ("100%，合规", "混合 100% 合规"),
        ("≥90%且逐年提高", "混合 90% 且逐年提高"),
        ("5个左右", "混合 5|个 左右"),
        ("约100个", "混合 100|个 约"),
        ("优良率达到90%", "混合 90% 优良率达到"),
        ("12345热线畅通", "等级词"),
        ("962121平台正常运行", "等级词"),
        ("2011年版标准", "等级词"),
        ("按沪府[2007]58号文执行", "等级词"),
        ("通过ISO9001认证", "等级词"),
        ("5A级景区", "等级词"),
        ("1,80", "等级词"),
        ("10 20", "等级词"),
        ("99999999999999999999999999999999%", "等级词"),
        ("79228162514264337593543950335亿元", "等级词"),
    ]);
}

#[test]
fn placeholders() {
    for text in [
        "XX",
        "xx",
        "×××",
        "**",
        "＊",
        "待定",
        "（待定）",
        "〔待填〕",
        ">=〔待填〕%",
        "2020年〔待填〕月底前",
        "略",
        "/",
        "无",
        "-",
        "——",
        "…",
        "≥XX%",
        "≥%",
        "XX%",
        "___",
        "N/A",
        "n/a",
        "?",
    ] {
        assert_eq!(kind_of(text), "占位", "{text}");
    }
    assert_eq!(kind_of("达到"), "等级词");
    for text in ["", " ", "　", "\n"] {
        assert_eq!(kind_of(text), "空", "{text:?}");
    }
}

#[test]
fn what_the_rules_ask() {
    assert_eq!(read_target("100%合规").figure(), Some(&Figure::percent(100)));
    assert_eq!(read_target("90%~95%").figure(), None);
    assert_eq!(read_target("健全").figure(), None);
}

proptest::proptest! {
    #[test]
    fn every_text_is_read(text in "[0-9年月日天小时个%（）(),.≥≤<>=~至前底内上以不低于X每第合规\\- ]{0,40}|\\PC{0,40}") {
        let _ = read_target(&text);
    }

    #[test]
    fn what_is_printed_is_read_again(
        mantissa in -1_000_000_000_i64..1_000_000_000,
        scale in 0_u32..4,
        comparator in proptest::sample::select(vec![Equal, AtLeast, AtMost, Above, Below]),
        unit in proptest::sample::select(vec![
            Unit::Percent, Unit::Yuan, Unit::Named("份".to_owned()), Unit::Named("人次".to_owned()),
        ]),
    ) {
        let figure = Figure { number: crate::value::Decimal::new(mantissa, scale), unit };
        let target = read_target(&format!("{comparator}{figure}"));
        let comparator = Some(comparator);
        proptest::prop_assert_eq!(target.kind, TargetKind::Figure { comparator, figure });
    }
}
