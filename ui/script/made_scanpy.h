// The lines of scanpy that do what the commands for columns and maps do, and where their result differs.
#pragma once

#include "ui/script/script_text.h"

namespace regulus {

void sayDataInScanpy(ScriptText& text);  // reading, log-normalising, principal components
// `part`: the file of the cells that the result is of; empty: all.
void sayClustersInScanpy(ScriptText& text, const OwnColumn& clusters, const std::string& part);
void sayScoreInScanpy(ScriptText& text, const OwnColumn& score);
void sayMapInScanpy(ScriptText& text, const Recipe& recipe, const std::string& name, const std::string& part);

}  // namespace regulus
