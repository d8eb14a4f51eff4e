// The folder of an evaluation: made, found again, and refused where it is another's.
#include "core/evidence/evidence_folder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/evidence/evaluation.h"

using namespace regulus;

class EvidenceFolderTest : public QObject {
    Q_OBJECT
    const std::map<std::string, std::string> m_about{{"data", "cells.h5ad"}, {"prior", "edges.csv"}};
    const RunSpec m_run{.kind = RunKind::Half, .seed = 2};

    static void write(const QString& path, const QByteArray& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    RunResult result() const {
        RunResult made;
        made.spec = m_run;
        made.numbers["cells"] = 7;
        made.seconds = 4;
        return made;
    }
    ErrorKind refused(const QString& path, const std::map<std::string, std::string>& about,
                      const PlanOptions& options, const char* says) const {
        try {
            const EvidenceFolder folder(path.toStdString(), about, options);
        } catch (const Error& error) {
            if (error.problem().find(says) == std::string::npos) qWarning("%s", error.problem().c_str());
            return error.problem().find(says) == std::string::npos ? ErrorKind::Internal : error.kind();
        }
        return ErrorKind::Internal;
    }

  private Q_SLOTS:
    void keeps_runs() {
        QTemporaryDir place;
        const QString path = place.filePath("new/folder");
        const EvidenceFolder folder(path.toStdString(), m_about, {});
        QVERIFY(!folder.has(m_run));
        QVERIFY(folder.read_all(plan_runs({})).empty());
        folder.write(result());
        const EvidenceFolder again(path.toStdString(), m_about, {});
        QVERIFY(again.has(m_run));
        QCOMPARE(again.read(m_run).number("cells"), 7.0);
        QCOMPARE(again.read_all(plan_runs({})).size(), std::size_t{1});
        // Nothing else is left lying about.
        QCOMPARE(QDir(path).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
                 (QStringList{"evaluation.json", "runs"}));
        QCOMPARE(QDir(path + "/runs").entryList(QDir::Files | QDir::Hidden),
                 QStringList{"half-2-split-0.json"});
    }

    void another_evaluation_is_not_mixed_in() {
        QTemporaryDir place;
        const EvidenceFolder folder(place.path().toStdString(), m_about, {});
        auto about = m_about;
        about["prior"] = "other.csv";
        QCOMPARE(refused(place.path(), about, {}, "prior was \"edges.csv\", and is \"other.csv\""),
                 ErrorKind::Usage);
        QCOMPARE(refused(place.path(), m_about, PlanOptions::quick(), "another evaluation"),
                 ErrorKind::Usage);
        about = m_about;
        about.erase("prior");
        QCOMPARE(refused(place.path(), about, {}, "another evaluation"), ErrorKind::Usage);
    }

    // Its runs lack what is compared now, or know more.
    void another_version_is_refused() {
        QTemporaryDir place;
        const EvidenceFolder folder(place.path().toStdString(), m_about, {});
        QFile file(place.filePath("evaluation.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        file.close();
        QVERIFY(text.contains("\"format\": 2"));
        QByteArray changed = text;
        write(file.fileName(), changed.replace("\"format\": 2", "\"format\": 3"));
        QCOMPARE(refused(place.path(), m_about, {}, "by a newer version"), ErrorKind::Usage);
        changed = text;
        write(file.fileName(), changed.replace("\"format\": 2", "\"form\": 2"));  // as it was before
        QCOMPARE(refused(place.path(), m_about, {}, "by an earlier version"), ErrorKind::Usage);
        QCOMPARE(refused(place.path(), {}, {}, "by an earlier version"), ErrorKind::Usage);
        write(file.fileName(), text);
        const EvidenceFolder again(place.path().toStdString(), m_about, {});
    }

    // Another process may be making the same evaluation, or was killed over it.
    void a_folder_that_was_just_begun_is_taken() {
        QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkdir("runs"));
        write(place.filePath(".evaluation.json.12-3.part"), "{");
        const EvidenceFolder folder(place.path().toStdString(), m_about, {});
        QVERIFY(QFile::exists(place.filePath("evaluation.json")));
    }

    void hostile_descriptions_are_refused() {
        QTemporaryDir place;
        for (const QByteArray& text :
             {QByteArray("{\"evaluation\": 5}"), QByteArray("{\"plan\": [[1]]}"),
              QByteArray("{\"evaluation\": ") + QByteArray(300000, '[') + QByteArray(300000, ']') + "}"}) {
            write(place.filePath("evaluation.json"), text);
            QCOMPARE(refused(place.path(), m_about, {}, "another evaluation"), ErrorKind::Usage);
        }
        write(place.filePath("evaluation.json"), QByteArray(2 << 20, ' '));
        try {
            const EvidenceFolder folder(place.path().toStdString(), m_about, {});
            QFAIL("it was taken");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
        }
    }

    void other_things_are_left_alone() {
        QTemporaryDir place;
        write(place.filePath("thesis.txt"), "years of work");
        QCOMPARE(refused(place.path(), m_about, {}, "is not empty"), ErrorKind::Usage);
        QCOMPARE(refused(place.filePath("thesis.txt"), m_about, {}, "needs a folder"), ErrorKind::Usage);
        QCOMPARE(QDir(place.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 1);
        QFile::remove(place.filePath("thesis.txt"));
        write(place.filePath("evaluation.json"), "{\"evaluation\": ");
        QCOMPARE(refused(place.path(), m_about, {}, "damaged"), ErrorKind::Input);
        write(place.filePath("evaluation.json"), "[]");
        QCOMPARE(refused(place.path(), m_about, {}, "damaged"), ErrorKind::Input);
    }

    void a_damaged_run_is_named() {
        QTemporaryDir place;
        const EvidenceFolder folder(place.path().toStdString(), m_about, {});
        write(place.filePath("runs/half-2-split-0.json"), "{}");
        QVERIFY_EXCEPTION_THROWN((void)folder.read_all({m_run}), Error);
    }

    void what_is_left_is_told_by_runs_of_the_kind() {
        const std::vector<RunSpec> runs = plan_runs({});
        QVERIFY(std::isnan(seconds_left(runs, {})));
        std::vector<RunSpec> halves;
        for (std::uint64_t seed = 1; seed <= 4; ++seed)
            halves.push_back({.kind = RunKind::Half, .seed = seed});
        QCOMPARE(seconds_left(halves, {result()}), 12.0);
        // Of few TFs by their number, whatever their edges; readers without a mask by themselves.
        RunResult few;
        few.spec = {.kind = RunKind::Few, .tfs = 20};
        few.seconds = 3;
        const auto left = [&](const RunSpec& spec) { return seconds_left({spec}, {few}); };
        QCOMPARE(left({.kind = RunKind::Few, .edges = EdgeSource::Rewired, .seed = 1, .tfs = 20}), 3.0);
        QVERIFY(std::isnan(left({.kind = RunKind::Few, .tfs = 40})));
        few.spec = {};
        QCOMPARE(left({.split = 1}), 3.0);
        QVERIFY(std::isnan(left({.edges = EdgeSource::Unmasked})));
    }
};

QTEST_APPLESS_MAIN(EvidenceFolderTest)
#include "tst_evidence_folder.moc"
