// The Torch side is a module with code of core/base of its own: what is chosen for the program holds there.
#include <dlfcn.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/model/module_loader.h"
#include "tests/core/model/training_fixture.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// The module's own function of this name, as the compiler writes it.
template <class Function>
Function* in_module(const char* mangled) {
    Dl_info module{};
    if (dladdr(reinterpret_cast<void*>(torch_module().make_trainer), &module) == 0) return nullptr;
    void* const opened = dlopen(module.dli_fname, RTLD_NOW | RTLD_NOLOAD);
    return opened == nullptr ? nullptr : reinterpret_cast<Function*>(dlsym(opened, mangled));
}

// Whether this process holds a file without a name in the folder.
bool holds_nameless_file(const QString& folder) {
    const QDir held("/proc/self/fd");
    const QString canonical = QDir(folder).canonicalPath();
    for (const QString& number : held.entryList(QDir::System | QDir::Files)) {
        const QString file = QFile::symLinkTarget(held.filePath(number));
        if (file.startsWith(canonical) && file.endsWith("(deleted)")) return true;
    }
    return false;
}

}  // namespace

class ModuleTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cleanup() {
        set_thread_count(0);
        set_memory_ceiling(0);
    }

    void settings_are_the_programs() {
        set_thread_count(3);
        auto* const threads = in_module<int()>("_ZN7regulus12thread_countEv");
        auto* const ceiling = in_module<std::size_t()>("_ZN7regulus14memory_ceilingEv");
        QVERIFY(threads != nullptr && ceiling != nullptr);
        QCOMPARE(threads(), 3);
        set_thread_count(5);
        set_memory_ceiling(std::size_t{77} << 20U);
        QCOMPARE(threads(), 5);
        QCOMPARE(ceiling(), std::size_t{77} << 20U);
        set_memory_ceiling(0);
        QCOMPARE(ceiling(), memory_ceiling());
    }

    void training_keeps_to_the_ceiling() {
        const QTemporaryDir cache;
        qputenv("XDG_CACHE_HOME", cache.path().toUtf8());
        const Simulation simulation = small_simulation();
        const TrainingSetup setup = small_setup(simulation);
        Job job;
        const auto in_memory = Trainer::create(setup.input, small_options(), job);
        QVERIFY(!holds_nameless_file(cache.path()));
        set_memory_ceiling(std::size_t{64} << 10U);  // an eighth for the values of tokens
        const auto on_disk = Trainer::create(setup.input, small_options(), job);
        QVERIFY(holds_nameless_file(cache.path()));
        in_memory->run_until(3, job);
        on_disk->run_until(3, job);
        QCOMPARE(on_disk->history().back().loss, in_memory->history().back().loss);
        const auto weights = in_memory->best().weights, same = on_disk->best().weights;
        for (const auto& [name, tensor] : weights) QCOMPARE(same.at(name).values, tensor.values);
    }
};

QTEST_GUILESS_MAIN(ModuleTest)
#include "tst_module.moc"
