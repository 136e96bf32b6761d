//! A sheet while it is made: its fields and its tree of indicators, and how they are written down.

use std::fmt;

use super::Rng;
use super::prose::{self, Scene};

/// A sheet that is not written down yet.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) buys_services: bool,
    pub(crate) overview: String,
    pub(crate) grounds: String,
    pub(crate) need: String,
    pub(crate) measures: String,
    pub(crate) plan: String,
    pub(crate) goal: String,
    /// In yuan: in all, this year, last year, spent of it.
    pub(crate) money: [u64; 4],
    pub(crate) tree: Vec<Entry>,
    /// The indicator of which the goal promises the figure.
    pub(crate) promised: String,
}

/// An indicator.
#[derive(Clone)]
pub(crate) struct Entry {
    pub level1: &'static str,
    pub level2: &'static str,
    pub(crate) name: String,
    pub(crate) target: String,
}

impl Draft {
    /// An ordinary sheet: nothing in it that the planted kinds are about.
    pub(crate) fn new(rng: &mut Rng, at: usize, unit: usize) -> Self {
        let scene = Scene::new(rng, at);
        let this_year = rng.within(80..900) as u64 * 10_000 + rng.within(1..999) as u64 * 10;
        let last_year = this_year * rng.within(93..99) as u64 / 100;
        let spent = last_year * rng.within(85..99) as u64 / 100;
        let tree = indicators(rng, &scene);
        let promised = format!("{}验收合格率", scene.work);
        let figure = rng.within(95..99);
        let tree = tree
            .into_iter()
            .chain([entry("产出目标", "质量", &promised, format!("≥{figure}%"))])
            .collect();
        Self {
            name: scene.project(),
            unit: prose::unit(unit),
            start: "2020-01-01".to_owned(),
            end: "2020-12-31".to_owned(),
            buys_services: rng.within(0..2) == 0,
            overview: prose::overview(rng, &scene),
            grounds: prose::grounds(rng, &scene),
            need: prose::need(rng, &scene),
            measures: prose::measures(rng, &scene),
            plan: prose::plan(rng, &scene),
            goal: prose::goal(rng, &scene, &format!("{promised}达到{figure}%")),
            money: [this_year, this_year, last_year, spent],
            tree,
            promised,
        }
    }

    /// The same facts as JSON: keys in English, the tree as a list.
    pub(crate) fn plain(&self) -> String {
        let [total, this_year, last_year, spent] = self.money;
        let indicators = self.tree.iter().map(|indicator| {
            serde_json::json!({
                "level1": indicator.level1, "level2": indicator.level2, "name": indicator.name, "target": indicator.target,
            })
        });
        let plain = serde_json::json!({
            "form": "财政项目支出绩效目标表", "year": 2020, "unit": self.unit, "name": self.name,
            "start": self.start, "end": self.end, "buys_services": self.buys_services,
            "overview": self.overview, "grounds": self.grounds, "need": self.need,
            "measures": self.measures, "plan": self.plan, "goal": self.goal,
            "total": total, "this_year": this_year, "last_year": last_year, "spent": spent,
            "indicators": indicators.collect::<Vec<_>>(),
        });
        plain.to_string()
    }

    /// The indicator of that name's end, or beginning.
    pub(crate) fn indicator(&mut self, part: &str) -> Option<&mut Entry> {
        self.tree
            .iter_mut()
            .find(|entry| entry.name.ends_with(part) || entry.name.starts_with(part))
    }
}

fn entry(level1: &'static str, level2: &'static str, name: &str, target: String) -> Entry {
    Entry { level1, level2, name: name.to_owned(), target }
}

/// Some twenty indicators, as carelessly written as they are.
fn indicators(rng: &mut Rng, scene: &Scene) -> Vec<Entry> {
    let Scene { work, thing, people, .. } = scene;
    let mut tree = vec![
        entry("投入与管理", "投入管理", "预算执行率", "≥95%".to_owned()),
        entry("投入与管理", "投入管理", "资金到位及时率", "=100%".to_owned()),
        entry("投入与管理", "财务管理", "财务管理制度健全性", "健全".to_owned()),
        entry("投入与管理", "财务管理", "资金使用合规性", "=100%".to_owned()),
        entry("投入与管理", "实施管理", "政府采购合规率", "=100%".to_owned()),
        entry("投入与管理", "实施管理", "合同管理完备性", "全部合同登记备案".to_owned()),
    ];
    let mut figure = |range| rng.within(range);
    let rest = [
        ("产出目标", "数量", format!("{work}{thing}数量"), format!("={}处", figure(20..900))),
        ("产出目标", "数量", format!("{work}巡查次数"), format!("{}次", figure(48..365))),
        ("产出目标", "数量", format!("{work}人员培训场次"), format!("{}场", figure(4..24))),
        ("产出目标", "数量", format!("{thing}更换数量"), format!("≥{}个", figure(10..400))),
        ("产出目标", "质量", format!("{thing}完好率"), format!("{}%", figure(95..100))),
        ("产出目标", "质量", format!("{work}抽检合格率"), format!(">{}%", figure(90..98))),
        ("产出目标", "质量", format!("{thing}故障率"), format!("≤{}%", figure(2..6))),
        ("产出目标", "时效", format!("{work}按期完工率"), "=100%".to_owned()),
        ("产出目标", "时效", format!("{thing}报修处理及时率"), format!("{}%", figure(92..99))),
        ("产出目标", "时效", format!("{thing}应急响应时间"), format!("≤{}小时", figure(1..5))),
        ("产出目标", "成本", format!("单处{thing}{work}成本"), format!("≤{}元", figure(300..9000))),
        ("效果目标", "社会效益", format!("{people}投诉下降率"), format!("{}%", figure(5..40))),
        ("效果目标", "社会效益", format!("受益{people}人数"), format!("≥{}万人", figure(2..90))),
        ("效果目标", "环境效益", format!("{work}垃圾分类覆盖率"), format!("{}%", figure(80..99))),
        ("效果目标", "满意度", format!("{people}满意度"), "≥90%".to_owned()),
        (
            "影响力目标",
            "长效管理",
            format!("{thing}养护档案归档率"),
            format!("{}%", figure(96..100)),
        ),
        ("影响力目标", "长效管理", format!("{work}考核办法执行情况"), "按季考核并通报".to_owned()),
        ("影响力目标", "部门协助", format!("{work}联席会议次数"), format!("{}次", figure(4..12))),
    ];
    tree.extend(rest.map(|(level1, level2, name, target)| entry(level1, level2, &name, target)));
    tree
}

impl fmt::Display for Draft {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line =
            |out: &mut fmt::Formatter<'_>, key: &str, value: &str| writeln!(out, "{key}: {value}");
        line(out, "表单", "财政项目支出绩效目标表")?;
        line(out, "年度", "2020")?;
        line(out, "申报单位名称", &self.unit)?;
        line(out, "项目名称", &self.name)?;
        line(out, "项目类别", "经常性专项业务费")?;
        line(out, "计划开始日期", &self.start)?;
        line(out, "计划完成日期", &self.end)?;
        line(out, "是否含有政府购买服务", if self.buys_services { "是" } else { "否" })?;
        line(out, "绩效类型", "其他类")?;
        let texts = [
            ("项目概况", &self.overview),
            ("立项依据", &self.grounds),
            ("项目设立的必要性", &self.need),
            ("保证项目实施的制度、措施", &self.measures),
            ("项目实施计划", &self.plan),
            ("总目标及阶段性目标", &self.goal),
        ];
        for (key, text) in texts {
            writeln!(out, "{key}: |")?;
            text.lines().try_for_each(|line| writeln!(out, "  {line}"))?;
        }
        let amounts = [
            "项目总预算（元）",
            "项目当年预算（元）",
            "同名项目上年预算额（元）",
            "同名项目上年预算执行数（元）",
        ];
        for (key, amount) in amounts.iter().zip(self.money) {
            line(out, key, &amount.to_string())?;
        }
        writeln!(out, "绩效目标:")?;
        let places = self.tree.iter().fold(Vec::new(), |mut places, entry| {
            if !places.contains(&(entry.level1, entry.level2)) {
                places.push((entry.level1, entry.level2));
            }
            places
        });
        let mut last = "";
        for (level1, level2) in places {
            if level1 != last {
                writeln!(out, "  {level1}:")?;
                last = level1;
            }
            writeln!(out, "    {level2}:")?;
            for entry in self
                .tree
                .iter()
                .filter(|indicator| (indicator.level1, indicator.level2) == (level1, level2))
            {
                writeln!(out, "      {}: {}", entry.name, entry.target)?;
            }
        }
        Ok(())
    }
}
