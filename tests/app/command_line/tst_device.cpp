// --device: what it refuses, what it says it used, and that it says so where it had no effect.
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

class TestDevice : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    Ran train(const QStringList& more, const char* model) const {
        return run(QStringList{"train", "--data", file("data.h5ad"), "--prior", file("prior.csv"), "--labels",
                               "cell_type", "--preset", "quick", "--json", "--out", file(model)} +
                   more);
    }
    Ran predict(const char* model, const QStringList& more) const {
        return run(QStringList{"predict", "--data", file("data.h5ad"), "--model", file(model), "--out",
                               file("p.csv"), "--json"} +
                   more);
    }

  private Q_SLOTS:
    void initTestCase() { QVERIFY(simulate_into(m_folder)); }

    void unknownNamesAreRefused() {
        const Ran ran = train({"--device", "gpu"}, "no.safetensors");
        QCOMPARE(ran.exit_code, 2);
        QVERIFY2(ran.all().find("Unknown device 'gpu'") != std::string::npos, ran.all().c_str());
        QVERIFY(!QFile::exists(file("no.safetensors")));
    }

    void aGpuThatIsNotThereIsSaidAndNothingElseTaken() {
        const Ran ran = train({"--read", "genes", "--device", "cuda:99"}, "no.safetensors");
        QCOMPARE(ran.exit_code, 2);
        QVERIFY2(ran.all().find("GPU") != std::string::npos, ran.all().c_str());
        QVERIFY(!QFile::exists(file("no.safetensors")));
    }

    void whatWasUsedIsSaid() {
        const Ran trained =
            train({"--read", "genes", "--device", "operators", "--max-genes", "60"}, "genes.safetensors");
        QVERIFY2(trained.exit_code == 0, trained.all().c_str());
        QCOMPARE(trained.last()["device"].get<std::string>(), std::string("CPU by operators"));
        for (const auto& [device, name] :
             {std::pair{"operators", "CPU by operators"}, std::pair{"cpu", "CPU"}}) {
            const Ran predicted = predict("genes.safetensors", {"--device", device});
            QVERIFY2(predicted.exit_code == 0, predicted.all().c_str());
            QCOMPARE(predicted.last()["device"].get<std::string>(), std::string(name));
            QVERIFY(!predicted.errors.contains("had no effect"));
        }
    }

    void whereItHasNoEffectThatIsSaid() {
        const Ran trained = train({"--device", "operators"}, "regulons.safetensors");
        QVERIFY2(trained.exit_code == 0, trained.all().c_str());
        QVERIFY2(trained.errors.contains("--device had no effect"), trained.all().c_str());
        QCOMPARE(trained.last()["device"].get<std::string>(), std::string("CPU"));
        for (const char* usual : {"auto", "cpu"})
            QVERIFY(!predict("regulons.safetensors", {"--device", usual}).errors.contains("had no effect"));
    }
};

QTEST_GUILESS_MAIN(TestDevice)
#include "tst_device.moc"
