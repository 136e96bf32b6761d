//! Figures, dates and promises as prose has them, and digits that are none of these.

use super::*;
use crate::value::TargetClass;

fn said<T>(text: &str, found: &[Mention<T>], value: impl Fn(&T) -> String) -> Vec<String> {
    found
        .iter()
        .map(|mention| {
            format!("{}={}", text.get(mention.range.clone()).unwrap(), value(&mention.value))
        })
        .collect()
}

fn figures_in(text: &str) -> Vec<String> {
    said(text, &figures(text), ToString::to_string)
}

fn periods_in(text: &str) -> Vec<String> {
    said(text, &periods(text, Some(2020)), |period| format!("{}..{}", period.first, period.last))
}

fn promised(text: &str) -> Vec<String> {
    promises(text)
        .iter()
        .map(|promise| {
            let said = |range: &Range<usize>| text.get(range.clone()).unwrap();
            let (name, aim) = (said(&promise.name), said(&promise.aim));
            let whole = said(&promise.range);
            assert!(whole.starts_with(name) && whole.ends_with(aim), "{whole}");
            format!("{name}|{aim}")
        })
        .collect()
}

#[test]
fn figures_of_running_text() {
    for (text, expected) in [
        ("满意率９５％，维修３座泵站", &["９５％=95%", "３座=3座"][..]),
        ("共12000多个小区、1,800余家企业", &["12000多个=12000个", "1,800余家=1800家"]),
        ("投入2.6亿元，人均300元/人", &["2.6亿元=260,000,000元", "300元/人=300元/人"]),
        ("24\n小时内修复，提高3个百分点", &["24\n小时=24小时", "3个百分点=3个百分点"]),
        (
            "3至5个，90%~95%，100-200万元",
            &["3=3个", "5个=5个", "90%=90%", "95%=95%", "100=1,000,000元", "200万元=2,000,000元"],
        ),
        (
            "百分之九十五、百分之百、百分之80",
            &["百分之九十五=95%", "百分之百=100%", "百分之80=80%"],
        ),
        (
            "12345件工单，7日内办结，面积5万平方米",
            &["12345件=12345件", "7日=7日", "5万平方米=50000平方米"],
        ),
        ("几十座泵站、数百户居民，共一百多户", &["一百多户=100户"]),
        (
            "3千座井、2百户，5千瓦时、1万5千人",
            &["3千座=3000座", "2百户=200户", "5千瓦时=5千瓦时", "1万5千人=15000人"],
        ),
        ("覆盖九成五、万分之五", &["九成五=95%", "万分之五=0.05%"]),
        (
            "工期一年半、3个半月、2天半、三天半价",
            &["一年半=1.5年", "3个半月=3.5个月", "2天半=2.5天", "三天=3天"],
        ),
    ] {
        assert_eq!(figures_in(text), expected, "{text}");
    }
}

#[test]
fn digits_that_are_names() {
    for text in [
        "962121热线、962121平台、12345市民服务热线、12319城建服务热线",
        "沪府[2007]58号文，（沪房地公（1997）137号），〔2020〕6号，【2009】188号",
        "全年365天×24小时、365天每天24小时、7×24小时、365天24小时",
        "第12条、第3方、第十二条、一、（1）1.2 1、2、",
        "电话021-62121234、13800138000、400-820-8820",
        "2020年度、2020年、2011年版、5月前、2020年1月-12月、12月31日、20日",
        "《三年行动计划（2018-2020），覆盖95%小区》",
        "3号线、71路、等保3级、5G网络、A3图纸、PM2.5、v1.2.3",
        "12345台账、962121本市平台",
    ] {
        assert_eq!(figures_in(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn times_of_running_text() {
    for (text, expected) in [
        ("2020年1月-12月", &["2020年1月-12月=2020-01-01..2020-12-31"][..]),
        ("2020年1-12月实施", &["2020年1-12月=2020-01-01..2020-12-31"]),
        ("2020年1月1日至12月31日", &["2020年1月1日至12月31日=2020-01-01..2020-12-31"]),
        ("3月1日至15日", &["3月1日至15日=2020-03-01..2020-03-15"]),
        ("2018-2020年", &["2018-2020年=2018-01-01..2020-12-31"]),
        ("2018年—2020年", &["2018年—2020年=2018-01-01..2020-12-31"]),
        ("5月前启动，１１月底", &["5月=2020-05-01..2020-05-31", "１１月=2020-11-01..2020-11-30"]),
        ("2020-06-30前", &["2020-06-30=2020-06-30..2020-06-30"]),
        (
            "2020年度、2020年上半年",
            &["2020年=2020-01-01..2020-12-31", "2020年上半年=2020-01-01..2020-06-30"],
        ),
        ("2020年2月30日、2011年版、（2018-2020）、3个月、6月30%", &["6月=2020-06-01..2020-06-30"]),
    ] {
        assert_eq!(periods_in(text), expected, "{text}");
    }
    assert!(periods("5月前", None).is_empty());
}

#[test]
fn promises_have_a_name_and_a_figure() {
    for (text, expected) in [
        (
            "962121热线电话接通率95%，报修处置率达到100%。",
            &["962121热线电话接通率|95%", "报修处置率|达到100%"][..],
        ),
        (
            "确保居民满意度不低于90%；故障率控制在5%以内",
            &["居民满意度|不低于90%", "故障率|控制在5%以内"],
        ),
        ("保持绿地优良率在95%以上；上半年补植率达到60%", &["绿地优良率|在95%以上"]),
        ("建成配套道路12公里、公建设施8处", &["配套道路|12公里", "公建设施|8处"]),
        ("6月底前完成道路6公里", &["道路|6公里"]),
        (
            "16个区的网络全年可用率不低于99.9%，测评1次",
            &["16个区的网络全年可用率|不低于99.9%", "测评|1次"],
        ),
        ("（1）满意率≥90%（2）合格率95%～98%", &["满意率|≥90%", "合格率|95%～98%"]),
        ("“962121”热线（全市）接通率95%以上", &["“962121”热线（全市）接通率|95%以上"]),
        ("连接16个区、95%。根据沪府[2007]58号，365天24小时受理", &[]),
    ] {
        let expected: Vec<String> =
            expected.iter().map(|text| text.trim_start_matches('“').to_owned()).collect();
        assert_eq!(promised(text), expected, "{text}");
    }
}

#[test]
fn a_promise_is_a_target() {
    let kinds = |text: &str| -> Vec<(Option<String>, String)> {
        let found = promises(text).into_iter();
        found
            .map(|promise| {
                let comparator = promise.target.comparator().map(|sign| sign.to_string());
                (comparator, promise.target.figure().map(ToString::to_string).unwrap_or_default())
            })
            .collect()
    };
    let sign = |sign: &str| Some(sign.to_owned());
    assert_eq!(kinds("满意率超过90%以上"), [(sign(">"), "90%".into())]);
    assert_eq!(
        kinds("满意率90%及以上，投诉率5%以下，达标率为100%"),
        [(sign("≥"), "90%".into()), (sign("≤"), "5%".into()), (None, "100%".into()),]
    );
    assert_eq!(promises("合格率90%~95%")[0].target.class(), TargetClass::Range);
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_odd(text in "[0-9０-９%％，。、年月日至~\\-万元个天小时×第《》（）\\[\\] \n百分之达到率满意度以上]{0,60}") {
        for mention in figures(&text) {
            proptest::prop_assert!(text.get(mention.range).is_some());
        }
        for mention in periods(&text, Some(2020)) {
            proptest::prop_assert!(text.get(mention.range).is_some());
        }
        for promise in promises(&text) {
            proptest::prop_assert!(text.get(promise.name).is_some() && text.get(promise.aim).is_some());
        }
    }
}
