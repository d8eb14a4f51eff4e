#include "ui/views/heatmap/heatmap_settings.h"

#include <QCoreApplication>
#include <algorithm>

namespace regulus {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("HeatmapView", text);
}

// Calls visit(word, place in the settings) for each but the measure.
template <class Settings, class Visit>
void visitAll(Settings& s, const Visit& visit) {
    visit("groups", s.groups);
    visit("TFs", s.look.most, 0, most_shown_tfs);
    visit("TFs of", s.look.tfs, ShownTfs::Named);
    visit("of each group", s.look.ofEach, 1, most_of_each_group);
    visit("names", s.names);
    visit("z", s.z);
    visit("TFs as rows", s.turned);
    visit("cluster groups", s.look.clusterGroups);
    visit("cluster TFs", s.look.clusterGenes);
    visit("blocks of groups", s.look.groupBlocks, 1, most_blocks);
    visit("blocks of TFs", s.look.geneBlocks, 1, most_blocks);
    visit("each cell", s.eachCell);
    visit("order of cells", s.order, CellOrder::Value);
    visit("bar of groups", s.groupBar, GroupBar::Shares);
    visit("shares of", s.across);
    visit("bar of TFs", s.tfBar, TfBar::Expression);
}

struct Write {
    QJsonObject& words;
    void operator()(const char* word, const QString& v) const { words[QLatin1String(word)] = v; }
    void operator()(const char* word, bool v) const { words[QLatin1String(word)] = v; }
    void operator()(const char* word, int v, int, int) const { words[QLatin1String(word)] = v; }
    template <class E>
    void operator()(const char* word, E v, E) const {
        words[QLatin1String(word)] = static_cast<int>(v);
    }
};

struct Read {
    const QJsonObject& words;
    void operator()(const char* word, QString& v) const { v = words[QLatin1String(word)].toString(v); }
    void operator()(const char* word, bool& v) const { v = words[QLatin1String(word)].toBool(v); }
    void operator()(const char* word, int& v, int low, int high) const {
        v = std::clamp(words[QLatin1String(word)].toInt(v), low, high);
    }
    template <class E>
    void operator()(const char* word, E& v, E last) const {
        const int kept = words[QLatin1String(word)].toInt(static_cast<int>(v));
        if (kept >= 0 && kept <= static_cast<int>(last)) v = static_cast<E>(kept);
    }
};

}  // namespace

QJsonObject heatmapWords(const HeatmapSettings& settings) {
    QJsonObject words, usual;
    const HeatmapSettings fresh;
    visitAll(settings, Write{words});
    visitAll(fresh, Write{usual});
    for (const QString& word : usual.keys())
        if (words[word] == usual[word]) words.remove(word);
    if (settings.measure) words[QStringLiteral("measure")] = *settings.measure;
    return words;
}

HeatmapSettings heatmapSettings(const QJsonObject& words) {
    HeatmapSettings settings;
    visitAll(settings, Read{words});
    if (const QJsonValue measure = words[QStringLiteral("measure")]; measure.isDouble())
        settings.measure = measure.toInt();
    return settings;
}

HeatmapStep heatmapStep(const HeatmapSettings& before, const HeatmapSettings& after) {
    const HeatmapLook &was = before.look, &now = after.look;
    if (before.measure != after.measure) return {tr("Show another measure in the heatmap")};
    if (before.groups != after.groups) return {tr("Group the heatmap by another column")};
    if (was.tfs != now.tfs || before.names != after.names) return {tr("Show other TFs in the heatmap")};
    if (was.most != now.most) return {tr("Number of TFs in the heatmap"), true};
    if (was.ofEach != now.ofEach) return {tr("TFs of each group in the heatmap"), true};
    if (was.groupBlocks != now.groupBlocks) return {tr("Blocks of groups in the heatmap"), true};
    if (was.geneBlocks != now.geneBlocks) return {tr("Blocks of TFs in the heatmap"), true};
    if (was.clusterGroups != now.clusterGroups || was.clusterGenes != now.clusterGenes ||
        before.order != after.order)
        return {tr("Order the heatmap")};
    if (before.eachCell != after.eachCell)
        return {after.eachCell ? tr("Show each cell in the heatmap") : tr("Show groups in the heatmap")};
    if (before.groupBar != after.groupBar || before.across != after.across || before.tfBar != after.tfBar)
        return {tr("Bars beside the heatmap")};
    if (before.z != after.z) return {after.z ? tr("Show z-scores") : tr("Show values")};
    return {after.turned ? tr("TFs as rows") : tr("TFs as columns")};
}

}  // namespace regulus
