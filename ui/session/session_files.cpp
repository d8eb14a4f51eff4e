// Opening and saving: everything is read on a thread and taken over at once when it is whole.
#include <QDir>
#include <QFileInfo>

#include "core/io/dataset/dataset_reader.h"
#include "core/io/prior/prior_reader.h"
#include "core/io/prior/prior_starter.h"
#include "ui/session/prior_path.h"
#include "ui/session/session.h"

namespace regulus {

namespace {

QString reading(const QString& path) {
    return QObject::tr("Reading %1").arg(QFileInfo(path).fileName());
}

std::shared_ptr<const Dataset> readDataset(const QString& path, Job& job) {
    return read_dataset(QFileInfo(path).absoluteFilePath().toStdString(), {}, job);
}

std::shared_ptr<const RegulatoryNetwork> readPrior(const QString& path, const PriorOptions& options,
                                                   Job& job) {
    return std::make_shared<RegulatoryNetwork>(open_prior(wholePriorPath(path).toStdString(), options, job));
}

std::shared_ptr<const ModelFile> readModel(const QString& path) {
    return std::make_shared<ModelFile>(load_model(QFileInfo(path).absoluteFilePath().toStdString()));
}

struct Demo {
    OpenedDataset data;
    std::shared_ptr<const RegulatoryNetwork> prior;
    std::shared_ptr<const ModelFile> model;
};

}  // namespace

void Session::openDataset(const QString& path, OpenChoices choices) {
    if (!choices.prior) choices.prior = m_opened.prior;
    jobs().start(
        m_services.loadingRequest(reading(path), QStringLiteral("open")),
        [path, choices](Job& job) { return prepare(readDataset(path, job), choices); },
        [this](OpenedDataset opened) { adopt(std::move(opened)); });
}

void Session::openDataset(std::shared_ptr<const Dataset> dataset, OpenChoices choices) {
    if (!choices.prior) choices.prior = m_opened.prior;
    const QString title = tr("Opening %1").arg(QString::fromStdString(dataset->name));
    jobs().start(
        m_services.loadingRequest(title, QStringLiteral("open")),
        [dataset, choices](Job&) { return prepare(dataset, choices); },
        [this](OpenedDataset opened) { adopt(std::move(opened)); });
}

void Session::openPrior(const QString& path, const std::optional<PriorOptions>& options) {
    struct Read {
        std::shared_ptr<const RegulatoryNetwork> prior;
        PriorOptions options;
    };
    const QString file = wholePriorPath(path);
    jobs().start(
        m_services.loadingRequest(reading(path), QStringLiteral("prior")),
        [file, options](Job& job) {
            Read read{readPrior(file, options.value_or(PriorOptions{}), job),
                      options.value_or(PriorOptions{})};
            if (options) return read;
            read.options = advised_options(*read.prior);
            if (read.options != PriorOptions{}) read.prior = readPrior(file, read.options, job);
            return read;
        },
        [this, file](Read read) { setPrior(std::move(read.prior), file, read.options); });
}

void Session::openModel(const QString& path) {
    jobs().start(
        m_services.loadingRequest(reading(path), QStringLiteral("model file")),
        [path](Job&) { return readModel(path); },
        [this](std::shared_ptr<const ModelFile> model) { setModel(std::move(model)); });
}

void Session::saveModel(const QString& path, std::function<void()> saved) {
    const auto model = m_model.file ? m_model.file : learnedModel();
    if (!model) return;
    jobs().start(
        // Without a key: every save is made and said, the second of a file after the first.
        m_services.request(tr("Saving %1").arg(QFileInfo(path).fileName()), {}, Lane::Writing),
        [model, path](Job&) { save_model(*model, QFileInfo(path).absoluteFilePath().toStdString()); },
        [this, model, saved = std::move(saved)] {
            m_savedModel = model;
            if (model == m_model.file) m_training.modelSafe();
            if (saved) saved();
        });
}

void Session::openDemo(const QString& folder) {
    jobs().start(
        m_services.loadingRequest(tr("Opening the demo"), QStringLiteral("open")),
        [folder = QDir(folder)](Job& job) {
            Demo demo;
            demo.prior = readPrior(folder.filePath(QStringLiteral("demo_prior.csv")), {}, job);
            OpenChoices choices;
            choices.prior = demo.prior;
            demo.data = prepare(readDataset(folder.filePath(QStringLiteral("demo.h5ad")), job), choices);
            demo.model = readModel(folder.filePath(QStringLiteral("demo.safetensors")));
            return demo;
        },
        [this, folder](Demo demo) {
            setPrior(std::move(demo.prior), QDir(folder).filePath(QStringLiteral("demo_prior.csv")));
            adopt(std::move(demo.data));
            setModel(std::move(demo.model));
        });
}

}  // namespace regulus
