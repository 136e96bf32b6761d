//! What a level of indicators is for, whatever it is called and wherever it stands.

use serde::{Deserialize, Serialize};

use super::{Form, LevelId};

/// The role of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// 成本
    Cost,
    /// 数量
    Quantity,
    /// 质量
    Quality,
    /// 时效
    Time,
    /// 经济效益
    Economy,
    /// 社会效益
    Society,
    /// 生态效益
    Ecology,
    /// 可持续影响
    Lasting,
    /// 满意度
    Satisfaction,
}

/// What follows the name of a role where a rule means all levels that have it: 成本类指标.
const OF_ROLE: &str = "类指标";

impl Role {
    /// All of them, with their names.
    const NAMES: [(Role, &str); 9] = [
        (Role::Cost, "成本"),
        (Role::Quantity, "数量"),
        (Role::Quality, "质量"),
        (Role::Time, "时效"),
        (Role::Economy, "经济效益"),
        (Role::Society, "社会效益"),
        (Role::Ecology, "生态效益"),
        (Role::Lasting, "可持续影响"),
        (Role::Satisfaction, "满意度"),
    ];

    /// How forms print it besides.
    const PRINTED: [(Role, &str); 7] = [
        (Role::Time, "进度"),
        (Role::Ecology, "环境效益"),
        (Role::Ecology, "生态环境效益"),
        (Role::Lasting, "可持续发展影响"),
        (Role::Lasting, "可持续性影响"),
        (Role::Lasting, "可持续效益"),
        (Role::Satisfaction, "满意"),
    ];

    /// The names of all of them.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|(_, name)| *name)
    }

    /// The role of that name.
    pub(crate) fn called(name: &str) -> Option<Role> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(role, _)| *role)
    }

    /// The role that 成本类指标 is about.
    pub(crate) fn of_place(place: &str) -> Option<Role> {
        Self::called(place.strip_suffix(OF_ROLE)?)
    }

    /// How a rule means all levels of each.
    pub(crate) fn places() -> impl Iterator<Item = String> {
        Self::names().map(|name| format!("{name}{OF_ROLE}"))
    }

    /// The role of a level that is printed like this.
    fn printed(name: &str) -> Option<Role> {
        let stem = ["指标", "目标"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        let known = Self::NAMES.iter().chain(&Self::PRINTED);
        let exact = known.clone().find(|(_, known)| *known == stem);
        // 服务对象满意度, 社会公众或服务对象满意度
        let satisfied = || stem.ends_with("满意度").then_some(Role::Satisfaction);
        exact.map(|(role, _)| *role).or_else(satisfied)
    }
}

impl Form {
    /// The role of a level: its own (角色), else that of its name, else that of the level above it.
    pub(crate) fn role(&self, id: LevelId) -> Option<Role> {
        let level = self.level_at(id)?;
        let names = || std::iter::once(&level.name).chain(&level.aliases);
        level
            .role
            .or_else(|| names().find_map(|name| Role::printed(name)))
            .or_else(|| self.role_above(level.parent?))
    }

    fn role_above(&self, id: LevelId) -> Option<Role> {
        let level = self.level_at(id)?;
        level.role.or_else(|| Role::printed(&level.name))
    }

    /// The levels of a role, the first levels with those below them.
    pub(crate) fn levels_of(&self, role: Role) -> Vec<LevelId> {
        self.level_ids().filter(|id| self.role(*id) == Some(role)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_known_by_how_they_are_printed() {
        for (printed, role) in [
            ("成本指标", Some(Role::Cost)),
            ("成本", Some(Role::Cost)),
            ("生态环境效益指标", Some(Role::Ecology)),
            ("社会公众或服务对象满意度指标", Some(Role::Satisfaction)),
            ("满意度目标", Some(Role::Satisfaction)),
            ("产出指标", None),
            ("长效管理", None),
        ] {
            assert_eq!(Role::printed(printed), role, "{printed}");
        }
    }
}
