#include "ui/dialogs/gene_set_chooser.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dialogs/path_field.h"
#include "ui/models/gene_set_model.h"
#include "ui/models/number_text.h"
#include "ui/session/session.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

GeneSetChooser::GeneSetChooser(Session& session, SessionSettings& settings, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_tabs(new QTabWidget),
      m_path(new PathField(tr("Gene sets"), tr("Gene sets (*.gmt *.gmt.gz);;All files (*)"),
                           QStringLiteral("sets"), settings)),
      m_typed(new QLineEdit),
      m_model(new GeneSetModel(this)),
      m_chosen(sentence(Tone::Muted)),
      m_name(new QLineEdit(QStringLiteral("signature"))),
      m_pasted(new QPlainTextEdit) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setObjectName(QStringLiteral("flat"));
    m_tabs->addTab(buildFile(), tr("From a file"));
    m_tabs->addTab(buildPasted(), tr("A list of genes"));
    connect(m_tabs, &QTabWidget::currentChanged, this, &GeneSetChooser::changed);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what.testFlag(Change::GeneSets)) showFile();
    });
    if (!m_session.geneSets().path().isEmpty()) m_path->setPath(m_session.geneSets().path());
    connect(m_path, &PathField::chosen, this, [this](const QString& path) {
        if (path != m_session.geneSets().path()) m_session.geneSets().open(path);
    });
    showFile();
}

QWidget* GeneSetChooser::buildFile() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    m_typed->setObjectName(QStringLiteral("typed"));
    m_typed->setPlaceholderText(tr("Type a part of a name, such as interferon"));
    m_typed->setClearButtonEnabled(true);
    m_typed->setAccessibleName(tr("Find sets"));
    auto* list = new QListView;
    list->setModel(m_model);
    list->setUniformItemSizes(true);
    list->setAccessibleName(tr("Gene sets"));
    list->setMinimumHeight(140);
    auto* all = new QPushButton(tr("Tick all listed"));
    auto* none = new QPushButton(tr("Untick all listed"));
    for (QPushButton* const button : {all, none}) button->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(m_chosen, 1);
    row->addWidget(all);
    row->addWidget(none);
    column->addWidget(m_path);
    column->addWidget(m_typed);
    column->addWidget(list, 1);
    column->addLayout(row);
    connect(m_typed, &QLineEdit::textChanged, m_model, &GeneSetModel::setTyped);
    connect(all, &QPushButton::clicked, this, [this] { m_model->tickShown(true); });
    connect(none, &QPushButton::clicked, this, [this] { m_model->tickShown(false); });
    connect(m_model, &GeneSetModel::tickedChanged, this, [this] {
        m_chosen->setText(m_model->all() == 0 ? QString()
                                              : tr("%1 of %2 chosen")
                                                    .arg(countText(m_model->tickedCount()),
                                                         countText(m_model->all(), tr("set"), tr("sets"))));
        Q_EMIT changed();
    });
    return page;
}

QWidget* GeneSetChooser::buildPasted() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    m_name->setObjectName(QStringLiteral("setName"));
    m_name->setAccessibleName(tr("Name of the set"));
    m_name->setToolTip(tr("The column of scores has this name"));
    m_pasted->setObjectName(QStringLiteral("pasted"));
    m_pasted->setAccessibleName(tr("Genes of the set"));
    m_pasted->setPlaceholderText(tr("Paste or type genes: ISG15 IFI6 MX1, …"));
    m_pasted->setTabChangesFocus(true);
    column->addWidget(m_name);
    column->addWidget(m_pasted, 1);
    connect(m_name, &QLineEdit::textChanged, this, &GeneSetChooser::changed);
    connect(m_pasted, &QPlainTextEdit::textChanged, this, &GeneSetChooser::changed);
    return page;
}

void GeneSetChooser::showFile() {
    m_model->setSets(m_session.geneSets().sets());
    m_model->setTyped(m_typed->text());
    Q_EMIT changed();
}

std::string GeneSetChooser::columnName(const std::string& set) const {
    std::string name = set;
    std::ranges::replace(name, '/', '_');
    return m_session.columnProblem(name, true).isEmpty() ? name : name + "_score";
}

std::vector<GeneSet> GeneSetChooser::sets() const {
    std::vector<GeneSet> sets;
    if (m_tabs->currentIndex() == File) {
        sets = m_model->ticked();
    } else {
        std::vector<std::string> genes;
        for (const QString& word : wordsOf(m_pasted->toPlainText())) genes.push_back(word.toStdString());
        const std::string name = m_name->text().trimmed().toStdString();
        if (!genes.empty() && !name.empty()) sets.push_back(set_of_list(name, genes));
    }
    for (GeneSet& set : sets) set.name = columnName(set.name);
    return sets;
}

QString GeneSetChooser::problem() const {
    if (m_tabs->currentIndex() == File) {
        const GeneSetState& file = m_session.geneSets();
        if (file.reading()) return tr("Reading the gene sets…");
        if (!file.problem().isEmpty()) return file.problem();
        if (!file.sets()) return tr("Choose a file of gene sets (GMT).");
        if (m_model->tickedCount() == 0) return tr("Tick the sets to score.");
    } else {
        if (m_pasted->toPlainText().trimmed().isEmpty()) return tr("Paste or type the genes of the set.");
        if (m_name->text().trimmed().isEmpty()) return tr("The set needs a name.");
    }
    std::vector<std::string> names;
    for (const GeneSet& set : sets()) {
        if (QString wrong = m_session.columnProblem(set.name, true); !wrong.isEmpty()) return wrong;
        names.push_back(set.name);
    }
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    return twice == names.end()
               ? QString()
               : tr("Two of the sets would be the column %1.").arg(QString::fromStdString(*twice));
}

}  // namespace regulus
