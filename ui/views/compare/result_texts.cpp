#include "ui/views/compare/result_texts.h"

#include <QCoreApplication>

#include "core/workflow/comparison_notes.h"
#include "ui/models/comparison_model.h"
#include "ui/models/number_text.h"

namespace regulus {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ResultView", text);
}

QStringList sentences(const std::vector<std::string>& texts) {
    QStringList all;
    for (const std::string& text : texts) {
        QString one = QString::fromStdString(text);
        if (!one.endsWith(QLatin1Char('.'))) one += QLatin1Char('.');
        all << one;
    }
    return all;
}

QString donorsText(const ComparisonResult& result, std::size_t group) {
    const DonorGroup& donors = result.donors->results[group];
    if (!donors.tested) return tr("Too few donors for a test of this group.");
    if (donors.paired) return tr("%1 pairs of donors.").arg(donors.samples);
    return tr("%1 donors against %2.").arg(donors.samples).arg(donors.others);
}

// Of few TFs less than one would.
QString chanceText(const StandingCount& count) {
    return decimalText(count.by_chance, count.by_chance < 10 ? 1 : 0);
}

QString rewiredText(const ComparisonResult& result, std::size_t group) {
    const StandingCount& count = result.cells.rewired.counts[group];
    return tr("TFs that stand out, the others being grey: %L1 of %L2. They differ at equal depth, and more "
              "than "
              "with %L3 rewired priors, in which targets are exchanged at random (p \u2264 5 %). By chance "
              "%4: "
              "of the rewired priors, judged in the same way, %L5 to %L6 do. Other rewired priors give a "
              "somewhat different list.")
        .arg(count.standing)
        .arg(count.tested)
        .arg(result.cells.rewired.priors)
        .arg(chanceText(count))
        .arg(count.fewest)
        .arg(count.most);
}

QString numbersOf(const ComparisonResult& result, std::size_t group, std::uint32_t gene) {
    const ComparedRow row = comparedRow(result, group, gene);
    const QString name = QString::fromStdString(result.name(gene)), change = decimalText(row.change, 2),
                  q = probabilityText(row.q), auroc = decimalText(row.auroc, 3);
    if (result.cells.of_depth())
        return tr("%1 at equal depth: difference %2, q %3, AUROC %4").arg(name, change, q, auroc);
    if (!result.ofGenes())
        return tr("%1: %2 %3, q %4, AUROC %5").arg(name, changeName(result), change, q, auroc);
    return tr("%1: %2 %3, q %4, %5 % against %6 %, AUROC %7")
        .arg(name, changeName(result), change, q, decimalText(100 * row.share, 0),
             decimalText(100 * row.shareRest, 0), auroc);
}

}  // namespace

QStringList notesOf(const ComparisonResult& result, std::size_t group) {
    QStringList notes;
    if (result.provisional())
        notes
            << tr("These numbers are from %1, spread over the dataset, and are being replaced by those of "
                  "all cells; p values and false discovery rates are those of so few. None can be copied or "
                  "exported yet.")
                   .arg(result.sample());
    else if (!result.whole())
        notes << (result.ofGenes()
                      ? tr("More is being compared: false discovery rates can only fall until all genes are "
                           "there.")
                      : tr("TFs are being compared with rewired priors: what does not stand out will be "
                           "grey."));
    // Donors are there from the start, and TFs are never compared by them: that is no problem.
    const bool genes = result.ofGenes();
    if (!result.rewiredProblem.isEmpty()) notes << result.rewiredProblem;
    if (genes && !result.donorsProblem.isEmpty()) notes << result.donorsProblem;
    // What warns is read first.
    notes << sentences(result.cells.warnings);
    if (result.donors)
        notes << sentences(result.donors->warnings) << donorsText(result, group)
              << sentences(result.donors->notes);
    if (result.cells.of_rewired()) notes << rewiredText(result, group);
    QStringList ofCells = sentences(result.cells.notes);
    // That of all groups together.
    if (result.cells.of_rewired())
        ofCells.removeAll(QString::fromStdString(rewired_note(result.cells.rewired)));
    if (result.testedByDonors(group)) ofCells.removeFirst();  // that donors would answer it
    notes << ofCells;
    if (!genes && !result.donorsProblem.isEmpty()) notes << result.donorsProblem;
    notes.removeDuplicates();
    return notes;
}

QString standingText(const ComparisonResult& result, std::size_t group) {
    if (!result.cells.of_rewired()) return {};
    const StandingCount& count = result.cells.rewired.counts[group];
    return tr("%L1 stand out, %2 by chance").arg(count.standing).arg(chanceText(count));
}

QString describeRow(const ComparisonResult& result, std::size_t group, std::uint32_t gene) {
    const QString text = numbersOf(result, group, gene);
    return result.provisional() ? tr("%1 (from %2)").arg(text, result.sample()) : text;
}

}  // namespace regulus
