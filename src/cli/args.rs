//! The command line as clap reads it.

use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::help::{self, BadValue};
use super::output::Output;
use super::select::Selection;
use super::usage::Speech;
use super::words;
use crate::check::{Date, read_date};
use crate::diagnostic::Lang;
use crate::render::{Format, ImpactFormat};

/// 表尺：按规则检查财政项目支出绩效目标表
#[derive(Debug, Parser)]
#[command(name = "biaochi", version, disable_help_subcommand = true)]
pub(super) struct Arguments {
    /// 消息和说明用的语言
    #[arg(
        long,
        global = true,
        display_order = 900,
        value_enum,
        env = "BIAOCHI_LANG",
        default_value = "zh"
    )]
    pub(crate) lang: LangName,

    /// 是否用颜色
    #[arg(long, global = true, display_order = 901, value_enum, default_value = "auto")]
    pub(crate) color: When,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Languages by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangName {
    /// 中文
    Zh,
    /// 英文（English）
    En,
}

impl LangName {
    /// The language.
    pub(crate) fn lang(self) -> Lang {
        match self {
            LangName::Zh => Lang::Zh,
            LangName::En => Lang::En,
        }
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// 终端上用，管道里不用；遵守 NO_COLOR、CLICOLOR_FORCE
    Auto,
    /// 总是
    Always,
    /// 从不
    Never,
}

impl Arguments {
    /// Reads the command line; also the language that it names, ignoring the environment.
    ///
    /// # Errors
    /// What clap cannot parse, and what it prints itself: help and version.
    pub(crate) fn read(speech: &Speech) -> Result<(Self, Option<LangName>), clap::Error> {
        let matches = help::speaking(speech).try_get_matches()?;
        let arguments = Self::from_arg_matches(&matches)?;
        let said = matches.value_source("lang") == Some(ValueSource::CommandLine);
        let named = said.then_some(arguments.lang);
        Ok((arguments, named))
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 检查表
    Check(Check),
    /// 改规则以前，看它在一批表上会多报什么、少报什么
    Impact(Impact),
    /// 运行规则自带的合格、不合格例子
    Test(Test),
    /// 列出规则
    Rules(RulesArgs),
    /// 把规则写成手册：按审核内容、法规、栏目都能查
    Doc(Doc),
    /// 解释一条规则：说什么、依据、例子
    Explain(Explain),
    /// 照一张没有声明过的表写“表单”
    Form(FormArgs),
    /// 看一条规则在一张表上是怎样一步步判定的：为什么报，为什么不报
    Trace(TraceArgs),
    /// 整理表和规则的格式；写明 --lang 的，规则的关键词改成那种语言
    Fmt(Fmt),
    /// 新写一条规则
    #[command(subcommand)]
    New(New),
    /// 装上或撤掉 git 的钩子：提交以前检查要提交的表
    #[command(subcommand)]
    Hook(Hook),
    /// 开始一个项目：写出设置 biaochi.yaml 和放自己规则的地方
    Init(Init),
    /// 核对检查凭证：凭证上的表和规则包后来改过没有
    Verify(Verify),
    /// 语言服务器：编辑器用它检查正在编辑的表和规则
    #[cfg(feature = "lsp")]
    Lsp,
    /// 打印 biaochi.yaml 的 JSON Schema，供编辑器用
    Schema,
    /// 打印补全脚本，让命令行按 Tab 键补全
    Completions(Completions),
    /// 打印手册页
    Man(Man),
}

#[derive(Debug, Subcommand)]
pub(super) enum Hook {
    /// 装上：每次 git commit 之前运行 biaochi check --staged；原有的钩子留着，先运行它
    Install {
        /// 写在 -- 后面，加给 biaochi check --staged，如 --deny-warnings
        #[arg(last = true, value_name = "ARGUMENTS")]
        arguments: Vec<String>,
    },
    /// 撤掉，原有的钩子恢复原样
    Uninstall,
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// 在哪个文件夹里；不写就是当前文件夹
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// 凭证：check --certificate 写出的文件
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// 用的是哪种终端（shell）
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// 写进这个文件夹，每个命令一页
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum New {
    /// 写出一条规则和它的两个例子，留空处待填
    Rule(NewRule),
}

#[derive(Debug, Args)]
pub(super) struct NewRule {
    /// 规则的名字，如 质量/满意度不得过低；不写就逐项来问
    pub(crate) name: Option<String>,

    /// 写到哪个文件（.chi），已有的接在后面；不写就按名字的前半段取
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    /// 逐个查什么
    #[arg(long, value_enum)]
    pub(crate) each: Option<Each>,

    /// 什么情况下适用，如 绩效类型 是 "其他类"
    #[arg(long, value_name = "条件")]
    pub(crate) when: Option<String>,

    /// 要求，如 i.目标值.数值 ≥ 85%
    #[arg(long, value_name = "条件")]
    pub(crate) must: Option<String>,

    /// 依据的法规简称
    #[arg(long, value_name = "简称")]
    pub(crate) law: Option<String>,

    /// 第几条；没有核对过原文就不写
    #[arg(long, value_name = "条款")]
    pub(crate) article: Option<String>,

    /// 多重
    #[arg(long, value_enum, default_value = "warning")]
    pub(crate) severity: Weight,

    /// 违反时怎么说
    #[arg(long, value_name = "文字")]
    pub(crate) message: Option<String>,
}

/// What a new rule ranges over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Each {
    /// 每个指标
    #[value(alias = "指标")]
    Indicator,
    /// 每个字段
    #[value(alias = "字段")]
    Field,
    /// 每两张表
    #[value(alias = "表")]
    Sheets,
}

/// How bad a finding of a new rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Weight {
    /// 这张表要退回
    #[value(alias = "错误")]
    Error,
    /// 要改，或说明理由
    #[value(alias = "警告")]
    Warning,
    /// 建议
    #[value(alias = "提示")]
    Note,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// 表（.biao）或文件夹；不写就是当前文件夹；- 从标准输入读
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) by: JudgedBy,

    /// 查找时排除这些文件，写法同 .gitignore；可写几次
    #[arg(long, value_name = "模式")]
    pub(crate) exclude: Vec<String>,

    /// 直接写出的文件，也按 include、exclude 取舍
    #[arg(long)]
    pub(crate) force_exclude: bool,

    /// 已知问题的清单：其中有的不再报
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// 把现有的问题全部记为已知，写进 --baseline 的文件
    #[arg(long, conflicts_with_all = ["fixing", "watch"])]
    pub(crate) write_baseline: bool,

    /// 最多列出几处，其余只报数目
    #[arg(long, value_name = "N", value_parser = count::<usize>)]
    pub(crate) max_findings: Option<usize>,

    /// 一有改动就再检查，直到中止
    #[arg(long, conflicts_with_all = ["fixing", "stdin_filename"])]
    pub(crate) watch: bool,

    /// 从标准输入读的表叫什么
    #[arg(long, value_name = "NAME", default_value = "-")]
    pub(crate) stdin_filename: PathBuf,

    /// 输出格式，可写几次：pretty、short、rich、json、html、docx、xlsx、sarif、github、gitlab、junit、checkstyle；后面加“:文件”就写进文件，docx
    /// 和 xlsx 只能写进文件。终端上默认 pretty，管道里默认 short
    #[arg(long, value_name = "FORMAT[:FILE]")]
    pub(crate) format: Vec<Output>,

    /// 只检查要提交的：暂存区里改动的表，连同暂存区里的规则；磁盘上没有 git add 的不看
    #[arg(long)]
    pub(crate) staged: bool,

    /// 把检查凭证写进这个文件：哪些规则、哪些表、什么结果，都带校验和；以后用 verify 核对
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fixing", "write_baseline", "watch"])]
    pub(crate) certificate: Option<PathBuf>,

    /// 同时用几个处理器；不写就全用
    #[arg(long, value_name = "N", value_parser = count::<std::num::NonZeroUsize>)]
    pub(crate) jobs: Option<std::num::NonZeroUsize>,

    /// 有警告也算不通过（退出码 1）
    #[arg(long)]
    pub(crate) deny_warnings: bool,

    /// 改正能自动改正的（安全的），写回文件
    #[arg(long, group = "fixing")]
    pub(crate) fix: bool,

    /// 连可能改变意思的（需确认的）也改；与 --fix 或 --diff 同用
    #[arg(long, requires = "fixing")]
    pub(crate) unsafe_fixes: bool,

    /// 只给出 --fix 会怎样改，不写文件
    #[arg(long, group = "fixing")]
    pub(crate) diff: bool,

    /// 按哪一天有效的法规检查，如 2020-06-30；不写就看每张表的年度
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,
}

#[derive(Debug, Args)]
pub(super) struct Impact {
    /// 表（.biao）或文件夹；不写就是当前文件夹
    pub(crate) paths: Vec<PathBuf>,

    /// 原来的规则，可写几次：项目（设置里的）、内置、git:版本、git:版本:路径、pack:包名，或文件、文件夹；不写就是项目的
    #[arg(long, value_name = "RULES", required_unless_present = "to")]
    pub(crate) from: Vec<PathBuf>,

    /// 改后的规则，写法同 --from，如 --to 项目 --to 新规则.chi；不写就是项目的
    #[arg(long, value_name = "RULES")]
    pub(crate) to: Vec<PathBuf>,

    /// 用这份设置；不写就找上级文件夹里最近的 biaochi.yaml
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// 按哪一天有效的法规检查，如 2020-06-30；不写就看每张表的年度
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,

    /// 输出格式，可写几次：text、json、html、xlsx；后面加“:文件”就写进文件，xlsx 只能写进文件
    #[arg(long, value_name = "FORMAT[:FILE]")]
    pub(crate) format: Vec<Output<ImpactFormatName>>,
}

/// What sheets are judged by.
#[derive(Debug, Args)]
pub(super) struct JudgedBy {
    #[command(flatten)]
    pub(crate) packs: RulePacks,

    /// 用这份设置；不写就找上级文件夹里最近的 biaochi.yaml
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// 只用这些规则：名字，或“/”前面的组名；可写几次
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// 不用这些规则：名字或组名；可写几次
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct RulePacks {
    /// 规则包的名字、规则文件（.chi）或文件夹，可写几次；不写就用内置的全部规则包
    #[arg(long, value_name = "PACK|PATH")]
    pub(crate) rules: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Test {
    /// 规则包的名字、规则文件（.chi）或文件夹；不写就是内置的全部规则包
    pub(crate) packs: Vec<PathBuf>,

    /// 再看例子是否让每个条件既成立过、又不成立过；有没见过的，退出码为 1
    #[arg(long)]
    pub(crate) coverage: bool,

    /// 再把规则逐处改动一点（≥ 改成 >、且 改成 或……），看例子能否察觉；有察觉不了的，退出码为 1
    #[arg(long)]
    pub(crate) mutate: bool,

    /// 先改正规则文件里能自动改正的，写回文件
    #[arg(long)]
    pub(crate) fix: bool,

    /// 连可能改变意思的（需确认的）也改；与 --fix 同用
    #[arg(long, requires = "fix")]
    pub(crate) unsafe_fixes: bool,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// 只看名字里有这段文字的，如 满意度、预算/
    pub(crate) name: Option<String>,

    #[command(flatten)]
    pub(crate) packs: RulePacks,

    #[command(flatten)]
    pub(crate) selection: Selection,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
pub(super) struct Doc {
    #[command(flatten)]
    pub(crate) packs: RulePacks,

    #[command(flatten)]
    pub(crate) selection: Selection,

    /// 格式；不写就看 --output 的扩展名，也没有的是 markdown
    #[arg(long, value_enum)]
    pub(crate) format: Option<DocFormat>,

    /// 写到这个文件；不写就打印出来
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// 不写规则，写表尺自己每个代码的说明（markdown）
    #[arg(long, conflicts_with = "format")]
    pub(crate) codes: bool,
}

impl Doc {
    /// The requested format, or else the one of the file name.
    pub(crate) fn format(&self) -> DocFormat {
        let page = |path: &PathBuf| {
            path.extension().is_some_and(|extension| {
                ["html", "htm"].iter().any(|html| extension.eq_ignore_ascii_case(html))
            })
        };
        self.format.unwrap_or(match self.output.as_ref().is_some_and(page) {
            true => DocFormat::Html,
            false => DocFormat::Markdown,
        })
    }
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// 规则的名字，或其中一段；也可以是 尺/类型不符 这样的代码
    pub(crate) rule: String,

    #[command(flatten)]
    pub(crate) packs: RulePacks,
}

#[derive(Debug, Args)]
pub(super) struct FormArgs {
    /// 表（.biao）
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct TraceArgs {
    /// 规则的名字，或其中一段
    pub(crate) rule: String,

    /// 表（.biao）；后面还可以写别的表或文件夹，供跨表的规则对照
    #[arg(required = true)]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) by: JudgedBy,

    /// 只看名称里有这段文字的指标、字段或表
    #[arg(long, value_name = "文字")]
    pub(crate) only: Option<String>,

    /// 没有通过的内容里，已经满足的条件也展开
    #[arg(long)]
    pub(crate) all: bool,

    /// 按哪一天有效的法规，如 2020-06-30；不写就看表的年度
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
pub(super) struct Fmt {
    /// 表（.biao）、规则文件（.chi）或文件夹；不写就是当前文件夹；- 从标准输入读
    pub(crate) paths: Vec<PathBuf>,

    /// 只说哪些文件要整理，不改文件；有要整理的，退出码为 1
    #[arg(long)]
    pub(crate) check: bool,

    /// 只给出会怎样改，不写文件；有要整理的，退出码为 1
    #[arg(long)]
    pub(crate) diff: bool,

    /// 从标准输入读的是什么文件：.chi 结尾是规则，不写就是表
    #[arg(long, value_name = "NAME", default_value = "-")]
    pub(crate) stdin_filename: PathBuf,
}

/// Formats of findings by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// 带原文和下划线，给人看
    Pretty,
    /// 一行一条，给编辑器和 grep
    Short,
    /// 带原文，较紧凑
    Rich,
    /// 给程序读
    Json,
    /// 一页网页，不用联网：原文上划线，问题、依据、建议，可以筛选和打印
    Html,
    /// 按单位写成审核意见，办公软件能打开
    Docx,
    /// 汇总和问题清单，办公软件能打开
    Xlsx,
    /// SARIF 2.1.0，给代码扫描平台和编辑器
    Sarif,
    /// 给 GitHub Actions，显示在改动的行旁
    Github,
    /// 给 GitLab 代码质量报告（Code Quality）
    Gitlab,
    /// JUnit XML，给各种 CI 的测试报告
    Junit,
    /// Checkstyle XML，给读检查报告的其他工具
    Checkstyle,
}

impl FormatName {
    /// The format.
    pub(crate) fn format(self) -> Format {
        match self {
            Self::Pretty => Format::Pretty,
            Self::Short => Format::Short,
            Self::Rich => Format::Rich,
            Self::Json => Format::Json,
            Self::Html => Format::Html,
            Self::Docx => Format::Docx,
            Self::Xlsx => Format::Xlsx,
            Self::Sarif => Format::Sarif,
            Self::Github => Format::Github,
            Self::Gitlab => Format::Gitlab,
            Self::Junit => Format::Junit,
            Self::Checkstyle => Format::Checkstyle,
        }
    }
}

/// Formats of a comparison by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ImpactFormatName {
    /// 给人看
    Text,
    /// 给程序读，全部变动
    Json,
    /// 一页网页，不用联网：改前改后的图、每处变动
    Html,
    /// 汇总、图和变动清单，办公软件能打开
    Xlsx,
}

impl ImpactFormatName {
    /// The format.
    pub(crate) fn format(self) -> ImpactFormat {
        match self {
            Self::Text => ImpactFormat::Text,
            Self::Json => ImpactFormat::Json,
            Self::Html => ImpactFormat::Html,
            Self::Xlsx => ImpactFormat::Xlsx,
        }
    }
}

/// Formats of lists by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// 给人看
    Text,
    /// 给程序读
    Json,
}

/// Formats of the handbook by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DocFormat {
    /// 一页 Markdown
    #[value(alias = "md")]
    Markdown,
    /// 一页网页，不用联网，能查找
    Html,
}

/// A day, in any notation that sheets may use.
fn day(text: &str) -> Result<Date, BadValue> {
    read_date(text).ok_or_else(|| BadValue(words::no_day()))
}

/// A number of things.
fn count<N: std::str::FromStr>(text: &str) -> Result<N, BadValue> {
    text.parse().map_err(|_| BadValue(words::no_count()))
}
