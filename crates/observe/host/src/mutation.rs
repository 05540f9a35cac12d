//! Every parser of this crate is fed with damaged input: none may panic.

use seaworthy_core::facts::CommandLine;
use seaworthy_testkit::mutate::{Bound, run};

use crate::{
    accounts, audit, certificates, cgroups, clients, containers, daemon, daemon_config,
    environment_file, hardening, isolation, kernel, mounts, netlink, operating_system, processes,
    proxies, registries, security_modules, sockets, sudoers, system, systemd,
};

use isolation::network;

fn parse_everything(bytes: &[u8]) {
    parse_bytes(bytes);
    let text = &*String::from_utf8_lossy(bytes);
    parse_proc(text);
    accounts::parse_passwd(text);
    accounts::parse_group(text);
    accounts::parse_subordinate(text);
    accounts::parse_empty_passwords(text);
    sudoers::parse("/etc/sudoers", text);
    parse_setup(text);
    environment_file::parse(text);
    system::trust_settings(text);
    security_modules::parse_profiles(text);
    audit::parse_rule_file(text);
    registries::parse(text, "/p");
    registries::parse_hosts(text, "/p/hosts.toml");
    clients::parse(text);
    containers::parse_oci(text);
    proxies::names(text, "/run/docker.sock");
    let lines = systemd::parse_unit(text);
    let variables = environment_file::parse(text);
    for line in lines.iter().map(|line| line.value.as_str()).chain([text]) {
        let words = systemd::expand(&systemd::split(line), &variables);
        let arguments = daemon_config::parse_arguments(&words);
        let file = daemon_config::parse_file(bytes);
        daemon_config::conflicts(&arguments, &file);
        let state = daemon_config::FileState::Read;
        daemon_config::merge(&arguments, &file, "/p", state, Default::default());
    }
}

fn parse_bytes(bytes: &[u8]) {
    daemon_config::masked_json(bytes);
    certificates::parse_certificate(bytes);
    hardening::netfilter::parse_rule(bytes);
    audit::parse_rule_data(bytes);
    sockets::connections::parse(bytes);
    assert!(netlink::Attributes::new(bytes).count() <= bytes.len());
    assert!(netlink::messages(bytes).len() <= bytes.len());
}

fn parse_setup(text: &str) {
    hardening::ssh::parse(text);
    hardening::ssh::include::matches(text.as_bytes(), b"10-a.conf");
    hardening::root_path::parse_super_path(text);
    hardening::rare_modules::module_names(text);
    hardening::rare_modules::parse_modprobe(text);
    operating_system::apt_config::parse(text, &mut Default::default());
    operating_system::devices::parse_partition_name(text);
    operating_system::devices::unescaped_label(text);
    operating_system::packages::count_dpkg(text);
    operating_system::packages::count_apk(text);
    sockets::parse_udp(text);
}

fn parse_proc(text: &str) {
    mounts::parse(text);
    processes::container_id(&processes::parse_cgroup(text));
    processes::parse_stat(text);
    processes::parse_status(text);
    sockets::parse_tcp(text);
    sockets::parse_udp(text);
    sockets::parse_unix(text);
    daemon::parse_namespace(text);
    isolation::kernel_log_excerpt(text);
    isolation::parse_id_map(text);
    cgroups::parse_amount(text);
    cgroups::parse_quota(text);
    cgroups::parse_devices(text);
    cgroups::parse_max(text);
    cgroups::parse_throttle(text, "rbps");
    network::parse_dev(text);
    network::parse_abstract(text);
    sockets::Used::parse(text);
    let routes = network::parse_route(text);
    network::parse_fib_trie(text).placed(&routes, &network::parse_dev(text));
    network::parse_if_inet6(text);
    network::parse_ipv6_route(text);
}

const SEEDS: &[&[u8]] = &[
    include_bytes!("../tests/data/server.pem"),
    b"root:x:0:0:root:/root:/bin/bash\ndocker:x:998:alice,bob\ndockremap:100000:65536\n",
    b"%ops ALL=(root) NOPASSWD: /usr/bin/docker ps, \\\n /bin/ls\n#includedir /etc/sudoers.d\n",
    b"36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n",
    b"5:memory:/docker/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n0::/x.scope\n",
    b"77 (a) b) S 5 77 77 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 1 0 4242 1 2",
    b"Uid:\t1000\t0\t0\t0\nNSpid:\t42\t1\nCapInh:\t0\nCapPrm:\t0\nCapEff:\t0\nCapBnd:\ta80425fb\nSeccomp:\t2\n",
    b"   0: 0100007F:0947 00000000:0000 0A 0:0 00:0 0 0 0 4242 1 0 100 0 0 10 0\nnet:[4026531840]",
    b"0000000000000000: 00000002 00000000 00010000 0001 01  8877 /run/my docker.sock\n",
    b"{\"net\":{\"icc\":false},\"log-opts\":{\"splunk-token\":\"t\\\"\"},\"hosts\":[\"fd://\"],\"labels\":[\"A_TOKEN=z\"]}",
    b"[Service]\nExecStart=-/usr/bin/dockerd -H fd:// \\\n $OPTS ${X} --label \"a b\" -Dl debug\nOPTS='--icc=false'\n",
    b"-w /etc/docker -p wa -k docker\n-a always,exit -F dir=/x -F perm=x\n-a never,exclude -F path=/y\n",
    b"unqualified-search-registries = ['docker.io']\n[[registry]]\nlocation='r'\n[[registry.mirror]]\nlocation='m'\n",
    b"{\"Name\":\"b\",\"Endpoints\":{\"docker\":{\"Host\":\"tcp://u:p@build:2375\",\"SkipTLSVerify\":false}}}",
    b"{\"process\":{\"capabilities\":{\"bounding\":[\"CAP_X\"]}},\"linux\":{\"seccomp\":{\"syscalls\":[]},\"resources\":{\"devices\":[{\"major\":1}]}}}",
    b"8:0 rbps=100 wbps=max riops=7 wiops=max\nc 1:3 rwm\nb *:* m\n8:0 1048576\n",
    b"Main:\n |-- 127.0.0.0\n    /8 host LOCAL\n |-- 172.17.0.2\n    /32 host LOCAL\n |-- 1.2.3.4\n /33 host LOCAL\n",
    b"Iface Destination\neth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\n  eth0: 1 2 3\n",
    b"fe8000000000000000fc00fffe000001 04 40 20 80 eth0\nfd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0\n",
    b"Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin=yes # x\nMatch User a\n X11Forwarding \"no\"\n",
    b"APT::Periodic { Enable \"1\"; /* x */ Unattended-Upgrade \"1\"; }; // y\nAPT::Get \"a\";\n",
    b"NAME=\"Flatcar\"\nID=flatcar\nVERSION_ID='4459.2.1'\nPARTNAME=USR-A\nEFI\\x20SYSTEM\n",
    b"ENV_SUPATH PATH=/sbin:/bin\ninstall dccp /bin/false\nkernel/net/sctp/sctp.ko.zst: kernel/a.ko\n",
    b"Package: a\nStatus: install ok installed\n\nP:musl\nDefaults:u !authenticate\nu ALL=(ALL) NOPASSWD: ALL\n",
    b"docker-default (enforce)\nmax 100000\n0 0 4294967295\nexport DOCKER_CONTENT_TRUST=1\n",
    &[4, 0, 0, 0, 2, 0, 0, 0, 64, 0, 0, 0, 255, 255, 255, 255, 20, 0, 0, 0, 1, 0, 0, 0],
    &[105; 1100],
];

#[test]
fn no_parser_panics_on_damaged_input() {
    run(0x5ea5_eed5, SEEDS, Bound::Iterations(8_000), parse_everything);
}

/// What is read of a kernel that somebody else saved, with what must hold of
/// every outcome.
fn parse_kernel(bytes: &[u8]) {
    const MOST: u64 = 1 << 16;
    if let Ok(unpacked) = kernel::unpack(bytes.to_vec(), MOST) {
        assert!(unpacked.len() as u64 <= MOST || unpacked == bytes);
        if let Some(parsed) = kernel::parse_config(&unpacked) {
            assert!(!parsed.config.options.is_empty());
            assert!(parsed.config.options.keys().all(|name| name.starts_with("CONFIG_")));
        }
    }
    if let Some(dump) = kernel::parse_dump(bytes, "saved") {
        assert!(dump.values.keys().all(|name| !name.contains(char::is_whitespace)));
    }
    let text = &*String::from_utf8_lossy(bytes);
    kernel::parse_release(text);
    kernel::parse_flags(text);
    // What is stored has the same parameters as what was read.
    let line = CommandLine::parse(text);
    let stored = CommandLine::parse(&CommandLine::masked(text));
    assert_eq!(line.parameters().len(), stored.parameters().len());
    let names = line.parameters().iter().zip(stored.parameters());
    let plain = names.filter(|(one, _)| !one.name.contains('"'));
    plain.for_each(|(one, other)| assert_eq!(one.name, other.name));
}

const KERNEL_SEEDS: &[&[u8]] = &[
    b"#\n# Linux/x86 6.1.76 Kernel Configuration\n#\nCONFIG_X86_64=y\nCONFIG_A=m\n# CONFIG_B is not set\nCONFIG_C=0x10\nCONFIG_D=\"a \\\"b\\\" c\"\nCONFIG_CMDLINE=\"a=b -- c\"\n",
    b"kernel.kptr_restrict = 1\nnet/ipv4/conf/eth0.5/forwarding = 1\nkernel.x = a\nkernel.x = b\nmore\nsysctl: permission denied on key 'a.b'\nsysctl: cannot stat /proc/sys/a/b: No such file or directory\n",
    b"BOOT_IMAGE=/vmlinuz root=UUID=1 ro quiet lsm=\"a,b\" \"dyndbg=file x +p\" rd.iscsi.password=x netroot=iscsi:u:p@h -- init --token t\n",
    b"Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP\n",
    b"Linux web1 5.15.0-91-generic #101-Ubuntu SMP x86_64 x86_64 x86_64 GNU/Linux\n",
    b"processor\t: 0\nflags\t\t: fpu vme smep\nFeatures\t: fp asimd\n",
    // `CONFIG_A=y`, packed.
    &[
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x73, 0xf6, 0xf7, 0x73, 0xf3, 0x74, 0x8f, 0x77, 0xb4,
        0xad, 0xe4, 2, 0, 0x8e, 0xb1, 0x80, 0xda, 11, 0, 0, 0,
    ],
];

#[test]
fn damaged_files_of_a_kernel_do_no_harm() {
    run(0x5ea5_ec0f, KERNEL_SEEDS, Bound::Iterations(20_000), parse_kernel);
}
