// The lines of scanpy that do what the commands for columns and maps do, and where their result differs.
#pragma once

#include "ui/script/script_text.h"

namespace regulus {

void sayDataInScanpy(ScriptText& text);  // reading, log-normalising, principal components
void sayClustersInScanpy(ScriptText& text, const OwnColumn& clusters, bool part);
void sayScoreInScanpy(ScriptText& text, const OwnColumn& score);
void sayMapInScanpy(ScriptText& text, const Recipe& recipe, const std::string& name, bool part);

}  // namespace regulus
