#include "ui/script/history_script.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>

#include "core/base/error.h"
#include "core/base/version.h"
#include "core/io/files/atomic_file.h"
#include "core/model/model_file.h"
#include "ui/script/made_scanpy.h"
#include "ui/script/made_script.h"
#include "ui/script/shown_script.h"

namespace regulus {
namespace {

void tellBeginning(ScriptText& text) {
    text.line(QStringLiteral("#!/bin/sh"));
    text.say(QStringLiteral("What was made of %1 in Regulus %2, as commands.")
                 .arg(QFileInfo(text.in.record.data).fileName(), QString::fromUtf8(version())));
    text.say(QStringLiteral("Run it with sh; what it writes lies beside it."));
    sayDataInScanpy(text);
    text.line(QStringLiteral("\nset -eu\ncd \"$(dirname -- \"$0\")\""));
    text.line(shell_newline);
    text.line(
        QStringLiteral("command -v regulus > /dev/null || {\n"
                       "    echo 'regulus is not found: add its folder to PATH' >&2\n"
                       "    exit 127\n}"));
    text.line(QStringLiteral("data=") + shellQuoted(text.in.record.data));
}

void tellSteps(ScriptText& text) {
    text.section(QStringLiteral("The steps, in their order"));
    if (text.in.steps.isEmpty()) text.say(QStringLiteral("None can be undone."));
    int number = 0;
    for (const QString& step : text.in.steps) text.say(QStringLiteral("%1. %2").arg(++number).arg(step));
    text.say(QStringLiteral(
        "The commands below make what these steps led to. What was drawn with the mouse has no "
        "command: cells that it left selected, and groups that were named by hand, are in files."));
    if (!text.in.record.looks.empty())
        text.say(
            QStringLiteral("Colours and orders that groups were given by hand, and notes on them, are not "
                           "in the figures: File > Save columns and maps writes them into a file."));
    if (!text.distinct())
        text.say(QStringLiteral(
            "Some cells share a name, or have one that no file gives back: a file of cells may "
            "take others along, or miss some."));
    if (!text.usualValues())
        text.say(QStringLiteral("Genes were shown, and models applied, by %1: commands that cannot be asked "
                                "for these values are left out.")
                     .arg(QString::fromStdString(text.in.record.choices.assay)));
}

void tellSelection(ScriptText& text) {
    const CellSet& selection = text.in.record.selection;
    if (selection.empty()) return;
    text.section(QStringLiteral("The selection"));
    const std::string file = text.cellsFile(QStringLiteral("selection"), selection);
    text.say(QStringLiteral("%1 cells, one a line, in %2: --cells-file of most commands takes it.")
                 .arg(selection.count())
                 .arg(QString::fromStdString(file)));
    text.scanpy(QStringLiteral("selected = adata[adata.obs_names.isin(open(%1).read().splitlines())]")
                    .arg(pythonText(file)));
}

void tellHidden(ScriptText& text) {
    if (text.in.visible.universe() == 0) return;
    text.section(QStringLiteral("Hidden cells"));
    const std::string file = text.cellsFile(QStringLiteral("visible"), text.in.visible);
    text.say(QStringLiteral("%1 cells were not hidden: they are in %2.")
                 .arg(text.in.visible.count())
                 .arg(QString::fromStdString(file)));
}

void addModel(ScriptText& text) {
    if (!text.in.record.model) return;
    const QString name = QStringLiteral("model.safetensors");
    text.addFile(name,
                 [model = text.in.record.model](const std::string& path, Job&) { save_model(*model, path); });
    text.model = QString::fromStdString(text.place(name));
}

// Activity of all TFs is a large table: offered, not run.
void offerActivity(ScriptText& text) {
    const SessionRecord& record = text.in.record;
    if (text.in.heatmapGroups.empty() || record.prior.isEmpty()) return;
    text.section(QStringLiteral("The activity of every TF in every cell"));
    CommandWords words = text.command("activity");
    words.addPrior(record.prior.toStdString(), record.priorOptions);
    words.addText("--assay", record.choices.assay).add("--out", text.place(QStringLiteral("activity.h5ad")));
    text.say(QStringLiteral("A large table; to have it, take out the mark:"));
    text.line(QStringLiteral("# ") + onOneLine(words.text()));
}

// A script that is there gives way with its files, nothing else does.
void checkPlace(const QFileInfo& script, const SessionRecord& record) {
    QSet<QString> read;
    for (const QString& path :
         {record.data, record.prior, QString::fromStdString(record.choices.read.annotation),
          QString::fromStdString(record.choices.mappingPath)})
        if (!path.isEmpty()) read.insert(QFileInfo(path).canonicalFilePath());
    const QString stem = script.completeBaseName() + QLatin1Char('.');
    for (const QFileInfo& other : script.absoluteDir().entryInfoList(QDir::AllEntries | QDir::Hidden)) {
        if (!other.fileName().startsWith(stem)) continue;
        if (!script.exists() || read.contains(other.canonicalFilePath()))
            throw Error(ErrorKind::Usage, "Files of a script of this name may take the place of others",
                        other.absoluteFilePath().toStdString(), "Give the script another name");
    }
}

}  // namespace

HistoryScript historyScript(const ScriptInputs& inputs, const QString& stem) {
    ScriptText text(inputs, stem);
    tellBeginning(text);
    tellSteps(text);
    addModel(text);
    tellMade(text);
    text.nameCells();
    for (const auto part : {tellModel, tellSelection, tellHidden, tellComparison, tellMap, tellGallery,
                            tellScatter, tellGates, tellPlots, tellHeatmap, tellSimilar, offerActivity})
        part(text);
    text.line(QStringLiteral("\nexit \"${failed:-0}\""));
    return {text.text(), text.files()};
}

void writeHistoryScript(const ScriptInputs& inputs, const QString& path, Job& job) {
    const QFileInfo target(path);
    checkPlace(target, inputs.record);
    const HistoryScript script = historyScript(inputs, target.completeBaseName());
    const double parts = static_cast<double>(script.files.size() + 1);
    const QDir folder = target.absoluteDir();
    const QTemporaryDir aside(folder.filePath(QStringLiteral(".regulus-XXXXXX")));  // all of it, or nothing
    if (!aside.isValid())
        throw Error(ErrorKind::Data, "A script cannot be written here", folder.path().toStdString(),
                    "Choose a folder that you may write to");
    for (std::size_t i = 0; i < script.files.size(); ++i) {
        job.checkpoint();
        PartJob writing(job, static_cast<double>(i) / parts, static_cast<double>(i + 1) / parts);
        script.files[i].write(aside.filePath(script.files[i].name).toStdString(), writing);
    }
    job.checkpoint();
    for (const ScriptFile& file : script.files) {
        QFile::remove(folder.filePath(file.name));
        if (!QFile::rename(aside.filePath(file.name), folder.filePath(file.name)))
            throw Error(ErrorKind::Data, "A file of the script cannot be written",
                        folder.filePath(file.name).toStdString());
    }
    const std::string file = target.absoluteFilePath().toStdString();
    write_whole_file(file, script.text.toStdString());
    QFile(target.absoluteFilePath())
        .setPermissions(QFile::permissions(path) | QFile::ExeOwner | QFile::ExeUser);
}

}  // namespace regulus
