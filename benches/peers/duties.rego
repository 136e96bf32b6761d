# The ten duties in Rego. A duty is named by its number in `run`.
package duties

import rego.v1

texts := [input.name, input.unit, input.overview, input.grounds, input.need, input.measures, input.plan, input.goal]

duty contains 1 if {
	some indicator in input.indicators
	indicator.target == ""
}

duty contains 2 if {
	some indicator in input.indicators
	regex.match(`待定|待补充|暂无|XX|＿＿`, indicator.target)
}

quantities contains indicator.name if {
	some indicator in input.indicators
	indicator.level1 == "产出目标"
	indicator.level2 == "数量"
}

duty contains 3 if count(quantities) == 0

satisfactions contains indicator.name if {
	some indicator in input.indicators
	indicator.level1 == "效果目标"
	indicator.level2 == "满意度"
}

duty contains 4 if count(satisfactions) == 0

duty contains 5 if {
	some indicator in input.indicators
	endswith(indicator.name, "率")
	not regex.match(`(频率|功率|速率|汇率|容积率|费率|效率|周转率|分辨率|采样率|倍率|心率|码率|帧率)$`, indicator.name)
	regex.match(`[1-9][0-9.]*$`, indicator.target)
}

duty contains 6 if {
	some text in texts
	regex.match(`(^|[^0-9A-Za-z])(1[3-9][0-9]{9}|[1-9][0-9]{5}(19|20)[0-9]{9}[0-9Xx])([^0-9A-Za-z]|$)`, text)
}

duty contains 7 if input.total < input.this_year

duty contains 8 if input.spent > input.last_year

duty contains 9 if input.end < input.start

duty contains 10 if input.start > sprintf("%d-12-31", [input.year])

duty contains 10 if input.end < sprintf("%d-01-01", [input.year])
