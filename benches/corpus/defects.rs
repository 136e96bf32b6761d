//! What is planted: each kind spoils an ordinary sheet so that one rule must find it, and none of
//! the other kinds'.

use super::draft::{Draft, Entry};

/// A kind of defect.
pub(crate) struct Kind {
    /// The rule that must find it.
    pub(crate) rule: &'static str,
    /// Spoils a sheet; the other is one of the same unit, as it is. Gives what the lines with the defect
    /// say.
    pub(crate) plant: fn(&mut Draft, &Draft) -> Vec<String>,
    /// Of a defect across sheets: what the line with the defect says in the other one.
    pub(crate) across: Option<&'static str>,
}

const fn within(rule: &'static str, plant: fn(&mut Draft, &Draft) -> Vec<String>) -> Kind {
    Kind { rule, plant, across: None }
}

/// The duties on which other programs are compared: what a program can say that knows one sheet at
/// a time, and nothing of sheets.
pub(crate) const DUTIES: [&str; 10] = [
    "完整/指标须有目标值",
    "完整/目标值不得留占位符",
    "完整/产出须有数量指标",
    "完整/须有满意度指标",
    "可衡量/率类指标须带百分号",
    "文字/不得公开个人信息",
    "预算/总预算不得小于当年预算",
    "预算/执行数不得超过预算额",
    "日期/完成不得早于开始",
    "日期/项目期间须含预算年度",
];

fn line(key: &str) -> Vec<String> {
    vec![format!("{key}: ")]
}

/// Gives an indicator another target, or none.
fn aim(draft: &mut Draft, part: &str, target: &str) -> Vec<String> {
    let Some(entry) = draft.indicator(part) else { return Vec::new() };
    target.clone_into(&mut entry.target);
    vec![format!("{}: {target}", entry.name)]
}

fn without(draft: &mut Draft, level2: &str) {
    draft.tree.retain(|entry| entry.level2 != level2);
}

/// The kinds, over all four questions that reviewers ask.
pub(crate) const KINDS: [Kind; 24] = [
    // 完整性
    within("完整/指标须有目标值", |draft, _| aim(draft, "巡查次数", "")),
    within("完整/目标值不得留占位符", |draft, _| aim(draft, "按期完工率", "待定")),
    within("一致/立项依据与必要性不得雷同", |draft, _| {
        draft.need.clone_from(&draft.grounds);
        vec!["项目设立的必要性: ".to_owned()]
    }),
    within("完整/文字栏过于简略", |draft, _| {
        "执行本单位的合同管理办法。".clone_into(&mut draft.measures);
        vec!["执行本单位的合同管理办法。".to_owned()]
    }),
    within("文字/不得公开个人信息", |draft, _| {
        draft.plan.push_str("\n联系人电话13917654321，由综合科转接。");
        vec!["联系人电话".to_owned()]
    }),
    within("文字/常见错字", |draft, _| {
        draft.measures.push_str("\n专项资金设立单独帐户。");
        vec!["单独帐户".to_owned()]
    }),
    // 相关性
    within("完整/产出须有数量指标", |draft, _| {
        without(draft, "数量");
        vec!["  产出目标:".to_owned()]
    }),
    within("完整/须有满意度指标", |draft, _| {
        without(draft, "满意度");
        vec!["  效果目标:".to_owned()]
    }),
    within("可衡量/率类指标须带百分号", |draft, _| aim(draft, "抽检合格率", "≥95")),
    within("可衡量/越高越好的指标须设下限", |draft, _| {
        aim(draft, "抽检合格率", "≤95%")
    }),
    within("可衡量/越低越好的指标须设上限", |draft, _| aim(draft, "故障率", "≥5%")),
    within("一致/购买服务须有采购指标", |draft, _| {
        draft.buys_services = true;
        draft.tree.retain(|entry| !entry.name.contains("采购"));
        vec!["    实施管理:".to_owned()]
    }),
    within("一致/指标不得低于总目标", |draft, _| {
        let promised = draft.promised.clone();
        let mut anchors = aim(draft, &promised, "≥80%");
        // The defect is the promise beside the indicator.
        anchors.push("总目标：".to_owned());
        anchors
    }),
    within("归类/满意度指标须列入满意度", |draft, _| {
        let name = "热线来电群众满意度";
        draft.tree.push(Entry {
            level1: "影响力目标",
            level2: "长效管理",
            name: name.to_owned(),
            target: "≥90%".to_owned(),
        });
        vec![format!("{name}: ")]
    }),
    // 适当性
    within("预算/总预算不得小于当年预算", |draft, _| {
        let [total, this_year, ..] = &mut draft.money;
        *total = *this_year / 2;
        line("项目总预算（元）")
    }),
    within("预算/执行数不得超过预算额", |draft, _| {
        let [_, _, last_year, spent] = &mut draft.money;
        *spent = *last_year + 70_000;
        line("同名项目上年预算执行数（元）")
    }),
    within("可衡量/比率不得超过百分之百", |draft, _| {
        aim(draft, "报修处理及时率", "≥110%")
    }),
    within("数字/分项之和不得超过合计", |draft, _| {
        draft.overview.push_str("\n经费共计100万元，其中材料费70万元、人工费60万元。");
        vec!["经费共计100万元".to_owned()]
    }),
    // 可行性
    within("日期/完成不得早于开始", |draft, _| {
        "2020-12-31".clone_into(&mut draft.start);
        "2020-12-30".clone_into(&mut draft.end);
        draft.plan.clear();
        draft.plan.push_str("10月完成招标，11月完成全部工作，12月上旬完成结算。");
        line("计划完成日期")
    }),
    within("日期/项目期间须含预算年度", |draft, _| {
        "2021-01-01".clone_into(&mut draft.start);
        "2021-12-31".clone_into(&mut draft.end);
        line("计划开始日期")
    }),
    within("依据/文件年份不得晚于预算年度", |draft, _| {
        draft.grounds.push_str("\n《关于下达年度任务的通知》（沪财预〔2022〕17号）。");
        vec!["〔2022〕".to_owned()]
    }),
    // 跨表
    Kind {
        rule: "批次/项目不得重名",
        plant: |draft, other| {
            draft.name.clone_from(&other.name);
            line("项目名称")
        },
        across: Some("项目名称: "),
    },
    Kind {
        rule: "批次/项目概况不得雷同",
        plant: |draft, other| {
            draft.overview = format!("{}\n另含零星抢修。", other.overview);
            line("项目概况")
        },
        across: Some("项目概况: "),
    },
    Kind {
        rule: "批次/总目标不得雷同",
        plant: |draft, other| {
            draft.goal = format!("{}另做好资料归档。", other.goal);
            // What it promises is kept: only the text is copied.
            let kept =
                |tree: &[Entry], name: &str| tree.iter().find(|entry| entry.name == *name).cloned();
            let promised = kept(&other.tree, &other.promised);
            draft.tree.retain(|entry| entry.name != draft.promised);
            draft.tree.extend(promised);
            line("总目标及阶段性目标")
        },
        across: Some("总目标及阶段性目标: "),
    },
];
