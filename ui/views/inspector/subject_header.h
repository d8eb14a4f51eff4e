// The top of the inspector: what is looked at, whether prediction and label agree, how sure the model is.
#pragma once

#include <QWidget>

#include "ui/views/inspector/subject.h"

class QToolButton;

namespace regulus {

class ScoreBars;
class SectionTitle;
class ToneLabel;

class SubjectHeader final : public QWidget {
    Q_OBJECT
  public:
    explicit SubjectHeader(QWidget* parent = nullptr);

    void show(const Session& session, const Subject& subject);
    // "14 of 15 neighbours share this label"; empty until it is known.
    void setNeighbours(const QString& text);
    // Of a whole group: what a person wrote about it.
    void showNote(const Session& session, const Subject& subject);
    QString note() const;
    QToolButton* noteButton() const { return m_editNote; }
    // What separates the two that are compared, in a sentence; empty until it is known.
    void setSeparates(const QString& text);
    QString separates() const;
    QString title() const;
    QString badge() const;
    QString line() const;
    QString unassigned() const;  // why the cell is left unassigned; empty where it is not
    QString notExcluded() const;
    QString scoresTitle() const { return m_scoresName; }
    const ScoreBars* scores() const { return m_bars; }
    // Of a cell, as the dataset has it.
    static QString nameOf(const Session& session, std::uint32_t cell);

  Q_SIGNALS:
    void compareWithRest();
    void compareWithCategory(int code);
    void compareWithCell();  // another one, to be clicked
    void swapGroups();
    void closeComparison();
    void noteAsked();  // to be written

  private:
    void showCell(const Session& session, std::uint32_t cell);
    void showCertainty(const ModelFile& model, const ModelResults& results, std::uint32_t cell);
    void showGroup(const Session& session, const Group& group);
    void showPair(const Session& session, const Subject& subject);
    void showCells(const Session& session, const Subject& subject);
    void setLine();
    void nameScores(const QString& name, const QString& note, const QString& help);
    void fillCompareMenu(const Session& session, const Subject& subject);

    ToneLabel *m_title, *m_badge, *m_unassigned, *m_line, *m_separates, *m_set, *m_note;
    SectionTitle* m_scoresTitle;
    ScoreBars* m_bars;
    QWidget* m_actions;
    QToolButton *m_compare, *m_swap, *m_close, *m_editNote;
    QStringList m_parts;
    QString m_scoresName;
    QString m_neighbours;
};

}  // namespace regulus
