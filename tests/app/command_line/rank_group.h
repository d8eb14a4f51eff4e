// Several processes of the program, joined as a launcher would join them.
#pragma once

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QProcessEnvironment>
#include <QTcpServer>
#include <QTest>
#include <algorithm>
#include <csignal>
#include <memory>
#include <utility>
#include <vector>

#include "tests/app/command_line/run_regulus.h"

namespace regulus::test {

// Ranks that were started, on a port that was free.
class Group {
  public:
    // What the processes are told; the address of rank 0 comes of itself.
    using Places = std::vector<std::pair<int, int>>;  // RANK, WORLD_SIZE
    static Places usual(int size) {
        Places places;
        for (int r = 0; r < size; ++r) places.emplace_back(r, size);
        return places;
    }
    Group(int size, const std::function<QStringList(int)>& arguments) : Group(usual(size), arguments) {}
    // `wrapper`: a command that runs the last process.
    Group(const Places& places, const std::function<QStringList(int)>& arguments, int late_by = 0,
          const QStringList& wrapper = {}, const QString& address = QStringLiteral("127.0.0.1"))
        : m_address(address), m_port(free_port()) {
        for (const auto& [r, size] : places) {
            if (r > 0 && late_by > 0) QTest::qSleep(late_by);
            const bool last = m_processes.size() + 1 == places.size();
            start(r, size, (last ? wrapper : QStringList()) + QStringList(program()) + arguments(r));
        }
    }
    Group(int size, const QStringList& arguments) : Group(size, [&](int) { return arguments; }) {}

    void start(int r, int size, QStringList command) {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("RANK", QString::number(r));
        environment.insert("WORLD_SIZE", QString::number(size));
        environment.insert("MASTER_ADDR", m_address);
        environment.insert("MASTER_PORT", m_port);
        process->setProcessEnvironment(environment);
        const QString first = command.takeFirst();
        process->start(first, command);
        m_processes.push_back(std::move(process));
    }
    // Waits until a rank has said that on standard error, which stays to be read.
    bool says(int r, const QByteArray& text, int milliseconds = 120'000) {
        QProcess& process = rank(r);
        process.setReadChannel(QProcess::StandardError);
        const QDeadlineTimer until(milliseconds);
        bool found = false;
        while (!(found = process.peek(1 << 20).contains(text)) && !until.hasExpired())
            if (!process.waitForReadyRead(1000) && process.state() == QProcess::NotRunning) break;
        process.setReadChannel(QProcess::StandardOutput);
        return found;
    }
    // Waits for so many epochs of a training, which are then read.
    bool trains(int epochs) {
        QProcess& first = rank(0);
        while (epochs > 0 && (first.canReadLine() || first.waitForReadyRead(120'000)))
            while (epochs > 0 && first.canReadLine())
                epochs -= first.readLine().contains("\"epoch\"") ? 1 : 0;
        return epochs == 0;
    }
    quint16 port() const { return m_port.toUShort(); }
    QProcess& rank(int r) { return *m_processes[static_cast<std::size_t>(r)]; }
    std::vector<Ran> ended() {
        std::vector<Ran> all;
        for (auto& process : m_processes) all.push_back(finish(*process, true));
        return all;
    }
    // As a launcher does it: when one has ended, the others are killed at once. Whether one has.
    bool killed_with_the_first() {
        const auto ended = [](const auto& process) {
            process->waitForFinished(1);
            return process->state() == QProcess::NotRunning;
        };
        if (std::ranges::none_of(m_processes, ended)) return false;
        for (const auto& process : m_processes) process->kill();
        return true;
    }
    void kill(int r, int signal) { ::kill(static_cast<pid_t>(rank(r).processId()), signal); }

  private:
    static QString free_port() {
        QTcpServer free;
        free.listen(QHostAddress::LocalHost);
        return QString::number(free.serverPort());
    }

    QString m_address, m_port;
    std::vector<std::unique_ptr<QProcess>> m_processes;
};

}  // namespace regulus::test
