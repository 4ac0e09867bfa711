"""A subscriber of Kinerja: prints each event of its own queue, one line an event. Needs only pika.

python pelanggan.py amqp://user:secret@host:5672/ queue [--jumlah N] [--detik S]
"""

import argparse
import json
import time

import pika

parser = argparse.ArgumentParser()
parser.add_argument("amqp_url")
parser.add_argument("antrian")
parser.add_argument("--jumlah", type=int, default=0, help="stop after so many events")
parser.add_argument("--detik", type=float, default=0, help="stop after so many seconds")
pilihan = parser.parse_args()

diterima = 0
batas = time.monotonic() + pilihan.detik if pilihan.detik else float("inf")
with pika.BlockingConnection(pika.URLParameters(pilihan.amqp_url)) as sambungan:
    kanal = sambungan.channel()
    kanal.basic_qos(prefetch_count=50)
    for metode, _, isi in kanal.consume(pilihan.antrian, inactivity_timeout=0.5):
        if metode:
            peristiwa = json.loads(isi)
            print(peristiwa["time"], peristiwa["type"], peristiwa["subject"], json.dumps(peristiwa["data"], ensure_ascii=False), flush=True)
            kanal.basic_ack(metode.delivery_tag)
            diterima += 1
        if time.monotonic() > batas or (pilihan.jumlah and diterima >= pilihan.jumlah):
            break
    kanal.cancel()
print(f"{diterima} peristiwa")
