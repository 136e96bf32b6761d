//! 财政项目支出绩效目标表 of Shanghai, 2020, as rule files would declare it.

use std::sync::Arc;

use biaochi::form::{Field, FieldKind, Form, IndicatorTree, Level, LevelId};
use biaochi::value::Decimal;

pub(crate) const TITLE: &str = "财政项目支出绩效目标表";

/// The form as it was.
pub(crate) fn form_2020() -> Form {
    let text = || FieldKind::Text;
    let yuan = || FieldKind::Money { unit: Decimal::ONE };
    let choice = |values: &[&str], open| FieldKind::Enum {
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        open,
    };
    let fields = vec![
        field("申报单位名称", &["申报单位"], text(), true),
        field("项目名称", &[], text(), true),
        field("项目类别", &[], choice(&["其他一次性项目", "经常性专项业务费"], true), true),
        field("计划开始日期", &[], FieldKind::Date, true),
        field("计划完成日期", &[], FieldKind::Date, true),
        field("是否含有政府购买服务", &[], FieldKind::YesNo, true),
        field("绩效类型", &[], choice(&["其他类", "信息化建设工程类", "政策补贴类"], false), true),
        field("项目概况", &[], text(), true),
        field("立项依据", &[], text(), true),
        field("项目设立的必要性", &[], text(), true),
        field("保证项目实施的制度、措施", &[], text(), true),
        field("项目实施计划", &[], text(), true),
        field("总目标及阶段性目标", &["总目标"], text(), true),
        field("项目总预算（元）", &["项目总预算"], yuan(), true),
        field("项目当年预算（元）", &["项目当年预算"], yuan(), true),
        field("同名项目上年预算额（元）", &["同名项目上年预算额"], yuan(), false),
        field("同名项目上年预算执行数（元）", &["同名项目上年预算执行数"], yuan(), false),
        field("受益人数", &[], FieldKind::Integer, false),
        field("平均单价", &[], FieldKind::Number, false),
        field("自筹比例", &[], FieldKind::Percent, false),
        field("投资规模（万元）", &[], FieldKind::Money { unit: Decimal::from(10_000) }, false),
    ];
    let tree: [(&str, &[&str]); 4] = [
        ("投入与管理", &["投入管理", "财务管理", "实施管理"]),
        ("产出目标", &["数量", "质量", "时效"]),
        ("效果目标", &["社会效益", "环境效益", "满意度"]),
        ("影响力目标", &["长效管理", "部门协助"]),
    ];
    let mut levels = Vec::new();
    for (first, seconds) in tree {
        let parent = LevelId(levels.len() as u16);
        levels.push(level(first, None));
        levels.extend(seconds.iter().map(|second| level(second, Some(parent))));
    }
    Form {
        name: TITLE.to_owned(),
        from_year: Some(2020),
        until_year: Some(2022),
        place: Some("上海市".to_owned()),
        fields,
        trees: vec![IndicatorTree { name: "绩效目标".to_owned(), aliases: Vec::new() }],
        levels,
        unit: None,
        attributes: vec![
            field("目标值", &[], FieldKind::Target, false),
            field("权重", &[], FieldKind::Number, false),
            field("说明", &[], FieldKind::Text, false),
        ],
        ..Form::default()
    }
}

/// The same form in a later version, and one of another title.
pub(crate) fn three_forms() -> Vec<Arc<Form>> {
    let early = form_2020();
    let late = Form { from_year: Some(2023), until_year: None, ..early.clone() };
    let other = Form {
        name: "部门整体支出绩效目标表".to_owned(),
        from_year: Some(2021),
        until_year: Some(2021),
        ..early.clone()
    };
    vec![Arc::new(early), Arc::new(late), Arc::new(other)]
}

fn field(name: &str, aliases: &[&str], kind: FieldKind, required: bool) -> Field {
    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    Field { name: name.to_owned(), aliases, kind, required, signed: false, joins: Vec::new() }
}

fn level(name: &str, parent: Option<LevelId>) -> Level {
    Level { name: name.to_owned(), aliases: Vec::new(), parent, role: None }
}
