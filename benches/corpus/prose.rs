//! What officials write, from pieces: each field has sentences of its own, each sentence its gaps.
//! `…` in brackets of its kind is filled: 〈街〉 a place, 〈物〉 the thing, 〈事〉 the work, 〈人〉
//! whom it serves, 〈数〉 a number, 〈月〉 a month.

use super::Rng;

/// What a project is about.
pub(crate) struct Scene {
    pub(crate) place: String,
    pub(crate) work: &'static str,
    pub(crate) thing: &'static str,
    pub(crate) people: &'static str,
    number: usize,
}

const PLACES: [&str; 24] = [
    "滨河", "东湖", "南桥", "北苑", "长宁", "瑞金", "延安", "光明", "建设", "人民", "解放", "复兴",
    "中山", "新华", "和平", "胜利", "友谊", "朝阳", "青浦", "嘉定", "松江", "奉贤", "崇明", "宝山",
];
const KINDS: [&str; 10] =
    ["路", "大道", "街道", "园区", "新村", "社区", "片区", "河段", "广场", "镇"];
const WORKS: [&str; 12] = [
    "日常养护",
    "设施维护",
    "专项检测",
    "综合整治",
    "环境保洁",
    "节能改造",
    "安全巡检",
    "修缮加固",
    "绿化补植",
    "管网疏通",
    "照明维修",
    "标识更新",
];
const THINGS: [&str; 16] = [
    "检查井",
    "路灯",
    "雨水泵站",
    "护栏",
    "人行天桥",
    "公共厕所",
    "健身器材",
    "消防栓",
    "电梯",
    "监控探头",
    "花坛",
    "垃圾箱房",
    "候车亭",
    "充电桩",
    "水闸",
    "信号灯",
];
const PEOPLE: [&str; 8] = ["居民", "市民", "学生", "老年人", "企业", "乘客", "游客", "职工"];

impl Scene {
    /// Something to do somewhere; the number makes its name the only one.
    pub(crate) fn new(rng: &mut Rng, number: usize) -> Self {
        Self {
            place: format!("{}{}", rng.pick(&PLACES), rng.pick(&KINDS)),
            work: rng.pick(&WORKS),
            thing: rng.pick(&THINGS),
            people: rng.pick(&PEOPLE),
            number,
        }
    }

    /// What the project is called.
    pub(crate) fn project(&self) -> String {
        format!("{}{}{}（第{}标段）", self.place, self.thing, self.work, self.number + 1)
    }
}

/// A unit's name.
pub(crate) fn unit(number: usize) -> String {
    let place = PLACES.get(number % PLACES.len()).copied().unwrap_or_default();
    let kind = ["市政管理所", "绿化管理站", "房管事务中心", "水务管理所", "城市运行中心"];
    let kind = kind.get(number / PLACES.len() % kind.len()).copied().unwrap_or_default();
    format!("示例{place}区第{}{kind}", number + 1)
}

const OVERVIEW: [&str; 20] = [
    "对〈街〉及周边道路的〈物〉实施〈事〉，涉及〈物〉〈数〉处，其中需要更换的〈数〉处",
    "由本单位的专业班组按网格分片包干，〈街〉片设养护工〈数〉名，配备作业车辆〈数〉辆",
    "〈月〉起对〈街〉沿线〈数〉个点位逐一登记建档，查明破损部位、成因和处置先后",
    "作业面积约〈数〉平方米，沿线小区〈数〉个，惠及〈人〉约〈数〉户",
    "更换老化部件〈数〉件，修补基础〈数〉处，补刷防腐涂层〈数〉平方米",
    "汛期和台风前对〈街〉低洼点位加密巡视，储备水泵〈数〉台、沙袋〈数〉只",
    "夜间作业安排在22点以后，每个作业点设围挡、警示灯和指挥员，噪声控制在规定限值以内",
    "对〈街〉的井盖、盖板和侧石一并检查，缺损的当班补齐，无法当班补齐的先行围护",
    "建立〈物〉电子台账，每处一码，〈人〉扫码即可报修，工单自动派到〈街〉班组",
    "材料统一送检，进场钢材〈数〉吨、水泥〈数〉吨，批批留样备查",
    "旧件回收入库，能修复的修复利用，不能修复的按废旧物资处置规定移交",
    "〈街〉中学和医院门口的点位优先安排，上下学时段不占道作业",
    "全年计划出动〈数〉人次，累计作业〈数〉个台班，形成月报12份",
    "会同交警和街镇核定占道方案，〈街〉单向通行〈数〉天，提前一周公告〈人〉",
    "对〈物〉的电气部分测量绝缘电阻〈数〉次，接地不良的整改后复测",
    "设置临时便道〈数〉米，保留盲道和无障碍坡道，出入口派员引导",
    "采用装配式构件，单点施工缩短到〈数〉小时，减少对〈街〉商户的影响",
    "完工点位由监理、街镇和〈人〉代表现场核对，签字后拍照归入档案",
    "组织〈事〉技能比武〈数〉场，选出〈街〉班组骨干〈数〉名，带动新进人员",
    "委派驻点工程师〈数〉名，统计〈物〉的完好情况，按周公布〈街〉排名",
];

const NEED: [&str; 18] = [
    "〈街〉一带的〈物〉大多建于上世纪九十年代，超过设计年限〈数〉处，锈蚀、开裂、松动的情况普遍",
    "上年受理〈人〉反映〈物〉问题〈数〉件，其中涉及人身安全的〈数〉件，集中在〈街〉和学校周边",
    "现有〈物〉缺少统一标准，零星修补难以根治，同一点位重复报修〈数〉次",
    "据上年普查，〈街〉〈物〉三级以下占〈数〉处，如不及时处置，维修费用将成倍上升",
    "〈街〉人口增加约〈数〉人，早晚高峰客流明显上升，原有设施的承载能力已经不足",
    "极端天气增多，上年〈街〉积水〈数〉次，最深处淹没〈物〉底座，抢修中断交通",
    "区人大代表建议和政协提案〈数〉件提到〈街〉的〈物〉，要求列入实事项目",
    "审计指出〈物〉底数不清、责任边界不明，需要通过本项目补建台账",
    "相邻城区同类〈物〉已完成更新，故障明显下降，本区〈人〉的期待较高",
    "不实施本项目，〈街〉〈数〉处隐患点只能临时围挡，影响通行和市容",
    "〈物〉的备件已停产，库存仅够维持〈数〉个月，继续拖延将被迫停用",
    "原产权单位改制后〈街〉无人养护，移交协议明确由本单位接管〈数〉处",
    "安全生产专项检查列出〈街〉重大隐患〈数〉项，限期整改",
    "老年〈人〉占比较高，台阶、坡道和照明不便，摔伤报警〈数〉起",
    "市级考核将〈物〉完好情况列为扣分项，上年本单位因此扣减〈数〉分",
    "沿线商户〈数〉家反映污水外溢，影响经营，需要结合〈事〉彻底疏通",
    "〈街〉轨道交通开工在即，〈物〉需要先行迁改〈数〉处，为施工让出空间",
    "能源审计测算〈物〉单位能耗偏高，更新后预计节电〈数〉度",
];

const MEASURES: [&str; 16] = [
    "执行《财政专项资金管理办法》，款项按合同节点支付，〈街〉项目单独核算",
    "成立〈事〉工作专班，由分管负责人任组长，成员〈数〉名，明确到人",
    "材料进场实行三检制度，监理旁站〈街〉隐蔽部位，不合格的当场退场",
    "执行安全生产责任制，作业前逐点交底，特种作业人员持证上岗〈数〉名",
    "建立周例会制度，〈街〉班组报告进度和问题，超期点位在局内通报",
    "设置廉政风险点〈数〉个，采购、验收、付款三岗分离，接受纪检抽查",
    "按《建设工程档案管理规定》收集资料，〈街〉一处一档，影像不少于〈数〉张",
    "编制〈物〉应急预案，成立抢修队〈数〉支，24小时值守",
    "变更须经设计、监理和建设三方签认，累计变更超过限额的重新报批",
    "引入信息平台记录〈事〉轨迹，系统比对〈街〉计划与实际，偏差自动提醒",
    "开展绩效跟踪〈数〉次，发现偏离及时纠正，结果与班组考核挂钩",
    "执行《固定资产管理办法》，〈物〉更新后〈数〉日内登记入账",
    "聘请〈人〉监督员〈数〉名，公布热线，〈街〉意见当天答复",
    "质保期内出现问题由承接方无偿返修，〈物〉留存质保金，期满复验后支付",
    "施工围挡执行文明工地规范，〈街〉扬尘在线监测设备〈数〉套",
    "制定操作规程〈数〉项，新进人员考试合格才能参加〈物〉作业",
];

const PLAN: [&str; 12] = [
    "1月完成〈街〉现场踏勘和〈数〉处点位复核，编制〈事〉实施方案",
    "2月完成〈物〉技术参数论证，报主管部门备案，落实施工图〈数〉张",
    "3月底前完成采购，签订合同〈数〉份，召开〈街〉开工协调会",
    "4月上旬材料进场，完成首批〈数〉处〈物〉样板点并组织观摩",
    "5月完成〈街〉东段〈数〉处，同步修复路面和绿化",
    "6月底前完成一半工作量，组织中期检查，调整〈街〉后续安排",
    "7月至8月避开高温时段作业，完成〈物〉防汛加固〈数〉处",
    "9月完成〈街〉西段〈数〉处，清运旧件，恢复交通标线",
    "10月组织分项验收，整改〈数〉处遗留问题，收集〈人〉意见",
    "11月中旬完成全部〈物〉联合验收，出具检测报告〈数〉份",
    "11月底前完成〈街〉资料移交和台账更新，办理结算审核",
    "12月上旬完成绩效自评，公开〈事〉结果，部署次年任务",
];

const GOALS: [&str; 10] = [
    "完成〈街〉〈物〉〈事〉〈数〉处，消除安全隐患〈数〉处",
    "建成〈物〉电子台账1套，覆盖〈街〉点位〈数〉个",
    "培训〈事〉作业人员〈数〉人，考核合格后上岗",
    "减少〈街〉道路积水点〈数〉个，缩短退水时间",
    "更新〈物〉标识牌〈数〉块，方便〈人〉识别和报修",
    "形成〈街〉〈事〉作业规程〈数〉项，在全区推广",
    "修复人行通道〈数〉米，设置无障碍坡道〈数〉处",
    "储备〈物〉备品备件〈数〉件，满足半年周转",
    "发布〈事〉进展公告12期，接受〈人〉监督",
    "回收利用旧构件〈数〉件，减少建筑垃圾外运",
];

const GROUNDS: [&str; 8] = [
    "《上海市市容环境卫生管理条例》；",
    "《〈街〉地区城市更新三年行动计划》（沪建管〔201〈年〉〕〈数〉号）；",
    "《关于加强〈物〉运行安全工作的通知》（沪府办〔201〈年〉〕〈数〉号）；",
    "《〈物〉〈事〉技术导则》（沪住建〔201〈年〉〕〈数〉号）；",
    "《关于印发城市精细化管理实施意见的通知》（沪委办〔201〈年〉〕〈数〉号）；",
    "《〈街〉片区公共设施移交协议》；",
    "《区政府第〈数〉次常务会议纪要》；",
    "《关于做好〈人〉实事项目的函》（沪民〔201〈年〉〕〈数〉号）；",
];

pub(crate) fn overview(rng: &mut Rng, scene: &Scene) -> String {
    let wide = format!("全年投入养护工日１{}个。", rng.within(100..999));
    let body = sentences(rng, scene, &OVERVIEW, 14);
    format!("{body}\n本项目涉及{}，{wide}", scene.place)
}

pub(crate) fn need(rng: &mut Rng, scene: &Scene) -> String {
    let body = sentences(rng, scene, &NEED, 12);
    format!("{body}\n为保障{}出行安全,改善{}面貌,需要安排本项目。", scene.people, scene.place)
}

pub(crate) fn measures(rng: &mut Rng, scene: &Scene) -> String {
    let body = sentences(rng, scene, &MEASURES, 11);
    format!("{body}\n落实{}责任,定期考核,严格奖惩,公开结果。", scene.work)
}

pub(crate) fn plan(rng: &mut Rng, scene: &Scene) -> String {
    let filled: Vec<String> = PLAN.iter().map(|piece| fill(rng, scene, piece)).collect();
    let days = rng.within(10..60);
    format!("{}。\n预留调整时间１{days}个小时,遇雨顺延。", filled.join("；\n"))
}

pub(crate) fn goal(rng: &mut Rng, scene: &Scene, promise: &str) -> String {
    let pieces = rng.shuffled(&GOALS);
    let filled: Vec<String> = pieces.iter().take(6).map(|piece| fill(rng, scene, piece)).collect();
    let month = rng.within(5..8);
    let (all, half) = (filled.join("；"), rng.within(30..90));
    format!("总目标：{all}；{promise}。\n阶段性目标：{month}月底前完成{half}处，11月底前全部完成。")
}

pub(crate) fn grounds(rng: &mut Rng, scene: &Scene) -> String {
    let pieces = rng.shuffled(&GROUNDS);
    let filled: Vec<String> = pieces.iter().take(5).map(|piece| fill(rng, scene, piece)).collect();
    filled.join("\n")
}

fn sentences(rng: &mut Rng, scene: &Scene, pieces: &[&str], count: usize) -> String {
    let pieces = rng.shuffled(pieces);
    let mut text = String::new();
    for (at, piece) in pieces.iter().take(count).enumerate() {
        text.push_str(&fill(rng, scene, piece));
        text.push_str(if at % 4 == 3 { "。\n" } else { "。" });
    }
    text.trim_end().to_owned()
}

fn fill(rng: &mut Rng, scene: &Scene, piece: &str) -> String {
    let mut filled = String::new();
    let mut rest = piece;
    while let Some((before, gap)) = rest.split_once('〈') {
        filled.push_str(before);
        let (what, after) = gap.split_once('〉').unwrap_or((gap, ""));
        filled.push_str(&match what {
            "街" if rng.within(0..2) == 0 => scene.place.clone(),
            "街" => format!("{}{}", rng.pick(&PLACES), rng.pick(&KINDS)),
            "物" => scene.thing.to_owned(),
            "事" => scene.work.to_owned(),
            "人" => scene.people.to_owned(),
            "月" => format!("{}月", rng.within(1..7)),
            "年" => rng.within(2..10).to_string(),
            _ => rng.within(3..980).to_string(),
        });
        rest = after;
    }
    filled.push_str(rest);
    filled
}
